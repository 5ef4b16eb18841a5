import lnn_top

training = lnn_top.train("sample-data/sine-pair.csv", run="sine.lnnrun", epochs=3, units=12, time="time_s")
for line in training:  # dicts, as they come
    print(line["step"], line["loss"], line["validation_loss"])
result = training.wait()  # the last line; raises where training failed

run = lnn_top.Run("sine.lnnrun")
print(run.configuration["units"], run.neurons)
print(run.losses().tail())  # by step
print(run.validation())  # loss and metric, at the steps of validations
print(run.states().mean())  # the newest frame: a row a time step, a column a neuron
print(run.time_constants(step=5).loc[:, run.neurons[0]])  # that at or before step 5, in run.time_unit

lnn_top.plot_loss(run).figure.savefig("loss.png")
