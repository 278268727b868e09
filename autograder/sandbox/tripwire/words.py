"""What can be reported of a submission: ways from a learner's objects to the grader's."""

from __future__ import annotations

__all__ = [
    "ATTRIBUTES",
    "A_NAMESPACE",
    "A_NAME_COMPUTED",
    "CTYPES",
    "EVENTS",
    "INTROSPECTION",
    "MAX_TRIPPED",
    "OF_MODULES",
    "OPENED",
    "OURS",
    "OUR_NAME",
    "RARE_EVENTS",
    "TOO_DEEP",
    "UNPICKLED",
    "WORDS",
    "WRITES",
]

#: Attributes and names that lead from a learner's objects to the grader's.
INTROSPECTION = frozenset({
    # Of functions, methods and classes.
    "__globals__", "__closure__", "__self__", "__func__", "__code__", "__subclasses__",
    "__builtins__", "__getattribute__", "__get__", "__import__", "cell_contents", "FunctionType",
    "CodeType",
    # Of frames.
    "f_back", "f_locals", "f_globals", "f_builtins", "f_code", "tb_frame", "tb_next", "gi_frame",
    "gi_code", "cr_frame", "ag_frame", "_getframe", "_current_frames", "_current_exceptions",
    "_getframemodulename", "currentframe", "walk_stack", "walk_tb", "getouterframes",
    "getinnerframes", "settrace", "setprofile", "addaudithook", "register_callback",
    # Of the garbage collector, and of looking at objects from outside.
    "get_objects", "get_referrers", "get_referents", "getclosurevars", "getmembers",
    "getmembers_static", "getattr_static", "attrgetter", "methodcaller",
    # For code in texts, and for modules.
    "exec", "eval", "compile", "marshal", "importlib", "runpy", "codeop", "InteractiveInterpreter",
    "resolve_name", "locate", "mock",
    "_interpreters", "_xxsubinterpreters",
    # For bare memory.
    "ctypes", "_ctypes", "cffi", "_cffi_backend", "_testcapi", "_testinternalcapi", "posix",
    "__array_interface__", "__array_struct__", "stride_tricks",
    "_construct_storage_from_data_pointer",
    # Of torch's hooks and modes; some of them are the grader's.
    "_backward_hooks", "_post_accumulate_grad_hooks", "_global_optimizer_pre_hooks",
    "_global_optimizer_post_hooks", "_global_forward_hooks", "_global_forward_pre_hooks",
    "_global_backward_hooks", "_python_dispatch", "_get_current_function_mode",
    "_get_current_function_mode_stack", "_pop_mode", "_push_mode", "_pop_mode_temporarily",
    "_pop_torch_function_stack", "_push_on_torch_function_stack",
})  # fmt: skip
#: Attributes that lead to the grader only on the module named here.
OF_MODULES = {
    ("sys", "modules"), ("sys", "meta_path"), ("sys", "path_hooks"), ("sys", "excepthook"),
    ("sys", "unraisablehook"), ("sys", "last_traceback"), ("os", "write"), ("os", "writev"),
    ("os", "pwrite"), ("os", "pwritev"), ("os", "sendfile"), ("os", "splice"), ("os", "dup"),
    ("os", "dup2"), ("os", "fdopen"), ("io", "FileIO"), ("inspect", "stack"), ("inspect", "trace"),
    ("gc", "callbacks"), ("gc", "unfreeze"), ("torch", "_C"), ("torch", "library"),
}  # fmt: skip
OURS = "autograder"
EVENTS = frozenset({
    "sys._getframe", "sys._getframemodulename", "code.__new__", "function.__new__",
    "marshal.loads", "compile", "exec",
})  # fmt: skip
#: Events that neither torch nor the standard library causes for an honest program: these are
#: reported whoever the caller is.
RARE_EVENTS = frozenset({
    "sys._current_frames", "sys._current_exceptions", "sys.settrace", "sys.setprofile",
    "sys.addaudithook", "sys.monitoring.register_callback", "gc.get_objects", "gc.get_referrers",
    "gc.get_referents",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "__code__", "tb_frame", "gi_frame", "gi_code", "cr_frame", "cr_code", "ag_frame", "ag_code",
    "f_locals", "f_globals", "f_code", "f_back",
})  # fmt: skip
CTYPES = "ctypes."
A_NAME_COMPUTED = "a name that is computed"
OUR_NAME = "the name of the grader"
OPENED = "opens a descriptor or /proc"
A_NAMESPACE = "all names of a module"
WRITES = "writes into a module"
TOO_DEEP = "too deeply nested to be read"
UNPICKLED = "unpickles what leads to the grader"
#: All words that a child may report; a message with any other is not ours.
WORDS = frozenset(
    {*INTROSPECTION, *(f"{module}.{name}" for module, name in OF_MODULES)}
    | {*EVENTS, *RARE_EVENTS, *ATTRIBUTES}
    | {A_NAME_COMPUTED, OUR_NAME, OPENED, A_NAMESPACE, WRITES, UNPICKLED, TOO_DEEP, "ctypes"}
)
#: Most alarms of one submission: an instructor's question needs no hundred reasons.
MAX_TRIPPED = 20
