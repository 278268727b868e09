"""Before a server forks, its memory is laid out so that children copy little of it."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import textwrap

import pytest
from kernels import joins_pages

from autograder.sandbox import memory

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(memory._libc(), "mallinfo2"),
    reason="the C library tells nothing of its heap",
)

#: Every other one of many small objects is gone: then a heap is full of holes.
WITH_HOLES = """
    import ctypes, gc, json, os
    from autograder.sandbox import memory
    libc = memory._libc()

    class Heap(ctypes.Structure):
        _fields_ = [(name, ctypes.c_size_t) for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
            "fordblks", "keepcost",
        )]

    def heap():
        ask = ctypes.CDLL(None).mallinfo2
        ask.restype = Heap
        return ask()

    kept = [bytes(40 + 16 * (n % 30)) for n in range(20_000)]
    del kept[::2]
"""


def told_by(program, **tunables):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WITH_HOLES) + textwrap.dedent(program)],
        env={"PYTHONMALLOC": "malloc", "PATH": "", **tunables}, check=True, capture_output=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_no_hole_is_left_between_objects():
    before, after = told_by("""
        def holes():
            now = heap()
            return now.fordblks - now.keepcost
        before = holes()
        memory.settle_memory()
        print(json.dumps([before, holes()]))
    """)

    assert before > 1_000_000
    assert after < 100_000


def test_a_child_makes_its_objects_where_its_parent_has_none():
    end, place = told_by("""
        memory.settle_memory()
        end = libc.sbrk(0)
        memory.begin_a_page()
        made = [bytes(200) for _ in range(100)]
        print(json.dumps([end, sorted(map(id, made))[50]]))
    """)

    assert place >= end - 4_096


def test_present_objects_are_nothing_to_look_through():
    (found,) = told_by("""
        marked = [[]]
        memory.settle_memory()
        print(json.dumps([any(one is marked for one in gc.get_objects())]))
    """)

    assert not found


def test_the_collector_works_again_after_imports_that_failed():
    def fail():
        assert not gc.isenabled()
        raise ImportError("torch is broken")

    with pytest.raises(ImportError), memory.nothing_collected():
        fail()

    assert gc.isenabled()


def test_what_is_imported_for_children_does_nothing_after_a_fork():
    told = told_by("""
        def tell(word):
            os.register_at_fork(after_in_child=lambda: os.write(1, word))
        os.write(1, b"[")
        with memory.forks_untold():
            tell(b'"untold",')
        tell(b'"told"]')
        if os.fork() == 0:
            os._exit(0)
        os.wait()
    """)

    assert told == ["told"]


#: Kibibytes of the heap that lie in huge pages.
IN_PAGES = """
    def in_pages():
        heap, huge = False, 0
        for line in open("/proc/self/smaps"):
            name, _, rest = line.partition(":")
            if "-" in name.split(" ")[0]:
                heap = line.rstrip().endswith("[heap]")
            elif heap and name == "AnonHugePages":
                huge += int(rest.split()[0])
        return huge
"""


def test_a_process_that_was_forked_has_huge_pages_again_and_all_that_it_had():
    before, split, joined, same = told_by(
        textwrap.dedent(IN_PAGES)
        + textwrap.dedent("""
            many = [bytes([n % 256]) * 4_000 for n in range(20_000)]
            memory.settle_memory()
            before = in_pages()
            if os.fork():
                os.wait()
                os._exit(0)
            held = many[::100]  # Their references are counted all over the heap.
            split = in_pages()
            for _ in memory.joining_pages():
                pass
            same = all(one == bytes([n % 256]) * 4_000 for n, one in enumerate(many))
            print(json.dumps([before, split, in_pages(), same]))
        """),
        GLIBC_TUNABLES="glibc.malloc.hugetlb=1",
    )

    assert same
    if not split < before:
        pytest.skip("this kernel makes no huge pages, or does not split them")
    if not joins_pages():
        pytest.skip("this kernel joins none")
    assert joined > split


@pytest.mark.parametrize("lacking", ["maps", "madvise"])
def test_where_the_system_tells_nothing_or_takes_no_advice_no_page_is_joined(lacking):
    (steps,) = told_by(f"""
        class Without:
            \"\"\"All of the C library but one function.\"\"\"
            def __getattr__(self, name):
                if name == "madvise":
                    raise AttributeError(name)
                return getattr(libc, name)
        read = memory.Path.read_text
        def refuse(path, **how):
            if path.name == "maps":
                raise PermissionError(path)
            return read(path, **how)
        if "{lacking}" == "maps":
            memory.Path.read_text = refuse
        else:
            memory._libc = Without
        print(json.dumps([len(list(memory.joining_pages()))]))
    """)

    assert steps == 0


@pytest.mark.parametrize(
    ("enabled", "joins"),
    [("always madvise [never]", False), ("always [madvise] never", True), (None, True)],
)
def test_no_huge_page_is_made_where_the_system_wants_none(tmp_path, monkeypatch, enabled, joins):
    file = tmp_path / "enabled"
    if enabled:
        file.write_text(f"{enabled}\n")
    monkeypatch.setattr(memory, "_WHETHER_HUGE", file)
    monkeypatch.setattr(memory, "_heaps", lambda: [(1 << 30, 3 << 30)])
    size = memory._size_of_huge_pages()
    asked = []
    monkeypatch.setattr(memory, "_libc", lambda: Advised(asked))

    steps = list(memory.joining_pages())

    assert len(steps) == len(asked) == ((2 << 30) // size if joins else 0)
    assert all(place % size == 0 and length == size for place, length in asked)


def test_a_server_that_joins_pages_imports_nothing_for_it():
    (fresh,) = told_by("""
        import sys
        before = set(sys.modules)
        for _ in memory.joining_pages():
            pass
        print(json.dumps([sorted(set(sys.modules) - before)]))
    """)

    # What is imported between two orders lies where children begin, which memory was laid out for before.
    assert fresh == []


class Advised:
    """A C library that notes which places it gets advice on."""

    def __init__(self, asked):
        self._asked = asked

    def madvise(self, place, length, _):
        self._asked.append((place, length))


def test_a_heap_that_begins_within_a_huge_page_is_joined_from_the_next_on(monkeypatch):
    size, asked = memory._size_of_huge_pages(), []
    monkeypatch.setattr(memory, "_heaps", lambda: [(size + 4_096, 3 * size)])
    monkeypatch.setattr(memory, "_huge_pages_are_unwanted", lambda: False)
    monkeypatch.setattr(memory, "_libc", lambda: Advised(asked))

    assert list(memory.joining_pages()) == [None]
    assert asked == [(2 * size, size)]


def test_a_kernel_that_joins_no_pages_loses_nothing():
    (same,) = told_by("""
        memory._COLLAPSE = 4_711
        before = [bytes([n]) * 5_000 for n in range(200)]
        for _ in memory.joining_pages():
            pass
        print(json.dumps([before == [bytes([n]) * 5_000 for n in range(200)]]))
    """)

    assert same
