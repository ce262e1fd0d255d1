/** The part of a Python run that is written in Python: started once in each interpreter, before the user's code. */

/**
 * `inkling_host.run(main)` runs a file as `python main` would and reports how it ended. Frames of the host itself are
 * cut out of tracebacks; source lines come from the files, which lie in the folder the program runs in.
 */
export const HOST_SOURCE = `
import asyncio, builtins, io, os, sys, traceback, types
from ast import PyCF_ALLOW_TOP_LEVEL_AWAIT
from inspect import CO_COROUTINE

HOME = "/home/user"

class Ended:
    def __init__(self, kind, code=0, name="", message="", trace=""):
        self.kind, self.code, self.name, self.message, self.trace = kind, code, name, message, trace

def describe(error, skip):
    trace = traceback.TracebackException.from_exception(error, limit=None)
    entries = trace.stack
    while entries and entries[0].filename == skip:
        entries.pop(0)
    # A runaway recursion is told by its two ends.
    return "".join(trace.format())

async def run(main):
    with open(main, encoding="utf-8") as file:
        source = file.read()
    module = types.ModuleType("__main__")
    module.__file__ = main
    sys.modules["__main__"] = module
    sys.argv = [main]
    try:
        code = compile(source, os.path.join(HOME, main), "exec", flags=PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        waiting = eval(code, module.__dict__)
        if code.co_flags & CO_COROUTINE:
            await waiting
        show_plots()
        return Ended("done")
    except SystemExit as exit:
        code = exit.code
        if code is None or code == 0:
            return Ended("done")
        if not isinstance(code, int):
            print(code, file=sys.stderr)
            code = 1
        return Ended("done", code=code)
    except MemoryError as error:
        return Ended("memory", name="MemoryError", message=str(error), trace=describe(error, __file__))
    except BaseException as error:
        return Ended("failed", name=type(error).__name__, message=str(error), trace=describe(error, __file__))
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass

def show_plots():
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        pyplot.show()

def imports(main_sources):
    """Top-level modules that the sources import and that neither Python nor the folder brings."""
    from importlib.util import find_spec
    from pyodide.code import find_imports
    wanted = []
    for source in main_sources:
        try:
            found = find_imports(source)
        except SyntaxError:
            continue
        for name in found:
            top = name.split(".")[0]
            if top not in wanted and top not in sys.stdlib_module_names and find_spec(top) is None:
                wanted.append(top)
    return wanted
`;

/** A matplotlib backend that draws with Agg and hands each figure over as a PNG. */
export const PLOTS_SOURCE = `
import io
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
import inkling_page

FigureCanvas = FigureCanvasAgg
FigureManager = FigureManagerBase

def show(*args, **kwargs):
    for manager in Gcf.get_all_fig_managers():
        picture = io.BytesIO()
        figure = manager.canvas.figure
        figure.savefig(picture, format="png", bbox_inches="tight")
        title = figure.get_suptitle() or (figure.axes[0].get_title() if figure.axes else "")
        inkling_page.picture(picture.getvalue(), title)
    Gcf.destroy_all()
`;
