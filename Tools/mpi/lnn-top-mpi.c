// The only part of lnn-top that is linked with MPI: a library that the program loads where mpirun started it. 'make mpi'
// builds it beside the program.
//
// Calls come from one thread at a time. Functions return 0, or what MPI says is wrong.

#include <mpi.h>
#include <stdlib.h>
#include <string.h>

// Grows when a function changes, so that a program never calls an older library.
int lnn_top_mpi_version(void) { return 1; }

static MPI_Comm everyone = MPI_COMM_NULL;
static MPI_Request gathering = MPI_REQUEST_NULL;

int lnn_top_mpi_start(int *rank, int *size) {
  int given = 0;
  int failure = MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &given);
  if (failure != MPI_SUCCESS) return failure;
  if (given < MPI_THREAD_SERIALIZED) return MPI_ERR_OTHER;
  // Messages of our own cannot meet those of others, and a failure is told by who called.
  failure = MPI_Comm_dup(MPI_COMM_WORLD, &everyone);
  if (failure != MPI_SUCCESS) return failure;
  MPI_Comm_set_errhandler(everyone, MPI_ERRORS_RETURN);
  failure = MPI_Comm_rank(everyone, rank);
  return failure != MPI_SUCCESS ? failure : MPI_Comm_size(everyone, size);
}

// Begins to gather 'counts[rank]' bytes of every process, to 'all + offsets[rank]'. The memory, but for 'counts' and
// 'offsets', stays where it is until lnn_top_mpi_test says that it is done.
int lnn_top_mpi_gather(const void *own, int count, void *all, const int *counts, const int *offsets) {
  // The call keeps both arrays until it is done.
  static int *kept = NULL;
  int size = 0;
  int failure = MPI_Comm_size(everyone, &size);
  if (failure != MPI_SUCCESS) return failure;
  if (!kept && !(kept = malloc(2 * (size_t)size * sizeof *kept))) return MPI_ERR_NO_MEM;
  memcpy(kept, counts, (size_t)size * sizeof *kept);
  memcpy(kept + size, offsets, (size_t)size * sizeof *kept);
  return MPI_Iallgatherv(own, count, MPI_BYTE, all, kept, kept + size, MPI_BYTE, everyone, &gathering);
}

// Makes progress with what was begun, and sets 'is_done' where nothing is left.
int lnn_top_mpi_test(int *is_done) { return MPI_Test(&gathering, is_done, MPI_STATUS_IGNORE); }

// Waits for all processes to come here.
int lnn_top_mpi_finish(void) {
  MPI_Comm_free(&everyone);
  return MPI_Finalize();
}

// Writes what a failure means, ended by 0.
void lnn_top_mpi_describe(int failure, char *text, int capacity) {
  char whole[MPI_MAX_ERROR_STRING + 1] = "";
  int length = 0;
  MPI_Error_string(failure, whole, &length);
  strncpy(text, whole, (size_t)capacity - 1);
  text[capacity - 1] = 0;
}
