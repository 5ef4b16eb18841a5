"""Keeps a study of Optuna for 'lnn-top sweep': a line of JSON comes in, a line of JSON goes out.

It is started in the folder of the sweep, where the study lies in optuna.db.
"""

import json
import signal
import sys
import warnings

MARK = "lnn-top"


class Refusal(Exception):
    """What a person is told."""


def answer(**fields):
    print(json.dumps(fields), flush=True)


def distribution(dimension):
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if "choices" in dimension:
        return CategoricalDistribution(dimension["choices"])
    low, high, log = dimension["low"], dimension["high"], dimension["log"]
    if dimension["whole"]:
        return IntDistribution(int(low), int(high), log=log)
    return FloatDistribution(low, high, log=log)


def four_digits(distribution, value):
    """A number as the sweep writes it, so that the study has the value that is trained with."""
    if type(distribution).__name__ != "FloatDistribution":
        return value
    return min(max(float("%.4g" % value), distribution.low), distribution.high)


def rounding(sampler):
    """A sampler of Optuna whose numbers have four digits."""
    from optuna.samplers import BaseSampler

    class Rounding(BaseSampler):
        def infer_relative_search_space(self, study, trial):
            return sampler.infer_relative_search_space(study, trial)

        def sample_relative(self, study, trial, space):
            values = sampler.sample_relative(study, trial, space)
            return {name: four_digits(space[name], value) for name, value in values.items()}

        def sample_independent(self, study, trial, name, distribution):
            return four_digits(distribution, sampler.sample_independent(study, trial, name, distribution))

        def before_trial(self, study, trial):
            sampler.before_trial(study, trial)

        def after_trial(self, study, trial, state, values):
            sampler.after_trial(study, trial, state, values)

        def reseed_rng(self):
            sampler.reseed_rng()

    return Rounding()


class Keeper:
    def __init__(self, request):
        import optuna
        from optuna.trial import TrialState

        self.states = TrialState
        self.optuna = optuna
        self.request = request
        self.space = {each["name"]: distribution(each) for each in request["space"]}
        # A path in an address would have characters that mean something there.
        self.storage = optuna.storages.get_storage("sqlite:///optuna.db")
        self.study = self.load(request["name"], request["directions"], json.dumps(request["space"], sort_keys=True))
        self.id = self.storage.get_study_id_from_name(request["name"])
        for trial in self.study.get_trials(deepcopy=False):
            # Whoever asked for it was gone before it had all its values.
            if trial.state == TrialState.RUNNING and set(trial.params) != set(self.space):
                self.study.tell(trial.number, state=TrialState.FAIL)

    def load(self, name, directions, space):
        names = self.optuna.get_all_study_names(self.storage)
        if names and name not in names:
            raise Refusal(f"it holds another study, '{names[0]}'")
        sampler = self.sampler(0)
        study = self.optuna.create_study(
            storage=self.storage, study_name=name, directions=directions, sampler=sampler, load_if_exists=True
        )
        if not study.get_trials(deepcopy=False):
            study.set_user_attr(MARK, space)
        if study.user_attrs.get(MARK) != space:
            raise Refusal("its study is of another space")
        if [each.name.lower() for each in study.directions] != directions:
            raise Refusal("its study has another goal")
        return study

    def sampler(self, count):
        """Made anew for each trial, from the number of those before: a sweep that is called again goes on as before."""
        samplers = self.optuna.samplers
        settings = dict(self.request["settings"], seed=(self.request["seed"] * 1_000_003 + count) % 2**32)
        method = self.request["method"]
        if method == "nsga2":
            return samplers.NSGAIISampler(**settings)
        if method == "cmaes":
            return samplers.CmaEsSampler(warn_independent_sampling=False, **settings)
        return samplers.TPESampler(constant_liar=True, **settings)

    def open(self):
        return {
            "trials": [
                {"number": trial.number, "isOpen": not trial.state.is_finished(), "values": trial.params}
                for trial in self.study.get_trials(deepcopy=False)
            ]
        }

    def ask(self):
        self.study.sampler = rounding(self.sampler(len(self.study.get_trials(deepcopy=False))))
        trial = self.study.ask(self.space)
        return {"number": trial.number, "values": trial.params}

    def trial(self, number):
        """Its identity in the storage; None where it has ended."""
        identity = self.storage.get_trial_id_from_study_id_trial_number(self.id, number)
        return None if self.storage.get_trial(identity).state.is_finished() else identity

    def report(self, number, epochs, value):
        identity = self.trial(number)
        if identity is not None:
            self.storage.set_trial_intermediate_value(identity, epochs, value)
        return {}

    def tell(self, number, state, values=None, notes={}):
        identity = self.trial(number)
        if identity is not None:
            for key, value in notes.items():
                self.storage.set_trial_user_attr(identity, key, value)
            self.study.tell(number, values=values, state=self.states[state], skip_if_finished=True)
        return {}


def words(error):
    """The first line of an error, or of what lies under it."""
    cause = getattr(error, "orig", None) or error.__cause__
    if cause is not None:
        return words(cause)
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__


def main():
    # Ctrl-C is for the one who started this; it closes the input when it ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    keeper = None
    for line in sys.stdin:
        request = json.loads(line)
        action = request.pop("action")
        try:
            if action == "open":
                import optuna

                optuna.logging.set_verbosity(optuna.logging.CRITICAL)
                keeper = Keeper(request)
            answer(**getattr(keeper, action)(**({} if action == "open" else request)))
        except ImportError as error:
            answer(missing=error.name or "optuna")
        except Exception as error:
            answer(error=words(error))


main()
