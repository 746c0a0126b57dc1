"""What is said before anything is fetched."""

from pathlib import Path

from deploy.bootstrap import preflight


def test_this_machine_is_let_through() -> None:
    assert list(preflight.system_refusals()) == []


def test_a_path_with_a_colon_is_refused_in_one_sentence(tmp_path: Path) -> None:
    tree = tmp_path / "a:b"
    tree.mkdir()
    (sentence,) = preflight.tree_refusals(tree)
    assert str(tree) in sentence and "move the folder" in sentence


def test_another_c_library_is_refused_with_the_setting_that_names_a_server() -> None:
    assert "PLAINT_DATABASE_URL" in preflight.glibc_refusal((0,))
    assert "glibc 2.17 " in preflight.glibc_refusal((2, 17))


def test_the_containers_memory_counts_where_it_is_less(tmp_path: Path) -> None:
    meminfo, cgroup = tmp_path / "meminfo", tmp_path / "cgroup"
    cgroup.mkdir()
    meminfo.write_text("MemTotal:        8000000 kB\nMemFree: 1 kB\n")
    assert preflight.memory_limit(meminfo, cgroup) == 8_192_000_000
    (cgroup / "memory.max").write_text("max\n")
    assert preflight.memory_limit(meminfo, cgroup) == 8_192_000_000
    (cgroup / "memory.max").write_text("1000000000\n")
    assert preflight.memory_limit(meminfo, cgroup) == 1_000_000_000
    assert preflight.memory_limit(tmp_path / "none", tmp_path / "none") is None


def test_too_little_memory_is_refused_and_an_unknown_one_is_not() -> None:
    (sentence,) = preflight.memory_refusals(1_000_000_000)
    assert sentence.startswith("This machine gives 1.0 GB of memory")
    assert list(preflight.memory_refusals(preflight.MEMORY)) == []
    assert list(preflight.memory_refusals(None)) == []


def test_each_further_process_of_the_api_wants_memory_of_its_own() -> None:
    (sentence,) = preflight.memory_refusals(preflight.MEMORY, 3)
    assert "need 2.4 GB together" in sentence and "unset PLAINT_API_PROCESSES" in sentence
    assert list(preflight.memory_refusals(preflight.MEMORY + 2 * preflight.OF_AN_API, 3)) == []
