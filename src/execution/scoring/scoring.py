"""Decides whether a solution is right, as EvalPlus does. Shared by the command line and the browser; only the standard library.

A job is a dict with `kind`:

- `function`: `task` is a line of HumanEvalPlus. `code` defines its `entry_point`, whose answers on the base and then the plus
  inputs are compared with those of the canonical solution; equal values pass, floats within `atol` (1e-6 where the data
  says 0). `plus` passes only where both do.
- `program`: `code` followed by `tests` runs to its end without an exception.
- `output`: what `code` prints is `expected`.
"""

import contextlib
import copy
import io
import json
import math
import sys
import time

# Answers of the reference may be integers of many thousand digits.
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

RELATIVE = 1e-7
FLOAT_TOLERANCE = 1e-6
MIN_SECONDS = 4.0
FACTOR = 4.0


class OutOfTime(BaseException):
    """Raised inside a solution whose time is up; no `except Exception` of its own catches it."""


class NoClock:
    """Stands in where a solution cannot be interrupted; whoever runs it has to end it from outside."""

    @contextlib.contextmanager
    def limit(self, seconds):
        yield

    def alive(self):
        pass


class Sink(io.TextIOBase):
    """Takes what a solution prints and keeps nothing."""

    def write(self, text):
        return len(text)


def is_float(value):
    if isinstance(value, float):
        return True
    return isinstance(value, (list, tuple)) and all(isinstance(item, float) for item in value)


def is_close(out, expected, tolerance):
    """As numpy's allclose with its default relative tolerance, on numbers and nested sequences of one shape."""
    if isinstance(expected, (list, tuple)):
        return isinstance(out, (list, tuple)) and len(out) == len(expected) and all(is_close(a, b, tolerance) for a, b in zip(out, expected))
    if isinstance(out, (list, tuple)):
        return False
    if isinstance(expected, complex) or isinstance(out, complex):
        return abs(out - expected) <= tolerance + RELATIVE * abs(expected)
    out, expected = float(out), float(expected)
    if math.isnan(out) or math.isnan(expected):
        return False
    if math.isinf(out) or math.isinf(expected):
        return out == expected
    return abs(out - expected) <= tolerance + RELATIVE * abs(expected)


def polynomial(coefficients, x):
    return sum(coefficient * math.pow(x, power) for power, coefficient in enumerate(coefficients))


class Judge:
    """Compares answers of one task, in order: a tolerance that one float asks for stays for what follows, as in EvalPlus."""

    def __init__(self, entry_point, atol):
        self.entry_point, self.atol = entry_point, atol

    def right(self, arguments, out, expected):
        if self.entry_point == "find_zero":
            # Any root will do.
            return abs(polynomial(*arguments, out)) <= self.atol
        if self.atol == 0 and is_float(expected):
            self.atol = FLOAT_TOLERANCE
        equal = bool(out == expected)
        if equal or self.atol == 0:
            return equal
        return type(out) is type(expected) and is_close(out, expected, self.atol)


def function_of(code, name):
    space = {}
    exec(compile(code, "solution.py", "exec"), space)
    return space[name]


def check_inputs(solution, reference, inputs, judge, clock):
    """None when all answers are right, else why the first wrong one is."""
    for arguments in inputs:
        before = time.perf_counter()
        expected = reference(*copy.deepcopy(arguments))
        seconds = max(MIN_SECONDS, FACTOR * (time.perf_counter() - before))
        given = copy.deepcopy(arguments)
        with clock.limit(seconds):
            out = solution(*given)
        if not judge.right(arguments, out, expected):
            shown = repr(arguments)[:200], repr(out)[:200], repr(expected)[:200]
            return "answers %s with %s, not %s" % shown
        clock.alive()
    return None


def failure_of(error):
    if isinstance(error, OutOfTime):
        return "takes too long"
    if isinstance(error, MemoryError):
        return "uses too much memory"
    return ("%s: %s" % (type(error).__name__, error))[:300]


def score(job, clock):
    """`base` and `plus`, and for the first failure why. Never raises what a solution raises."""
    verdict = {"base": False, "plus": False, "why": None}
    try:
        with contextlib.redirect_stdout(Sink()), contextlib.redirect_stderr(Sink()):
            if job["kind"] == "function":
                task = json.loads(job["task"])
                name = task["entry_point"]
                reference = function_of(task["prompt"] + task["canonical_solution"], name)
                with clock.limit(MIN_SECONDS):
                    solution = function_of(job["code"], name)
                judge = Judge(name, task["atol"])
                verdict["why"] = check_inputs(solution, reference, task["base_input"], judge, clock)
                verdict["base"] = verdict["why"] is None
                if verdict["base"]:
                    verdict["why"] = check_inputs(solution, reference, task["plus_input"], judge, clock)
                    verdict["plus"] = verdict["why"] is None
            elif job["kind"] == "program":
                with clock.limit(job["seconds"]):
                    exec(compile(job["code"] + "\n" + job["tests"], "solution.py", "exec"), {"__name__": "__main__"})
                verdict["base"] = verdict["plus"] = True
            else:
                printed = io.StringIO()
                with clock.limit(job["seconds"]), contextlib.redirect_stdout(printed):
                    exec(compile(job["code"], "solution.py", "exec"), {"__name__": "__main__"})
                right = prints(printed.getvalue(), job["expected"])
                verdict["base"] = verdict["plus"] = right
                if not right:
                    verdict["why"] = "prints %r, not %r" % (printed.getvalue()[-200:], job["expected"])
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        verdict["why"] = failure_of(error)
    return verdict


def prints(printed, expected):
    """Whether what was printed last is the value: as text, or as the value that it reads as."""
    import ast

    text = printed.strip()
    if text == str(expected):
        return True
    last = text.split("\n")[-1].strip()
    for candidate in (text, last):
        try:
            value = ast.literal_eval(candidate)
        except Exception:
            value = candidate
        if value == expected or (isinstance(value, (tuple, set)) and list(value) == expected):
            return True
        try:
            if is_close(value, expected, FLOAT_TOLERANCE):
                return True
        except Exception:
            continue
    return False


def score_json(text, clock=None):
    return json.dumps(score(json.loads(text), clock or NoClock()))
