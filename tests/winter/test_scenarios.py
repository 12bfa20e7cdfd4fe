"""Are scenario files read, and all their faults told in our own words?"""

from pathlib import Path

import pytest

from rosterer.files.faults import BadInput
from rosterer.winter.scenarios import read_scenario, read_scenarios

HEAD = "[[change]]\nkind = "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"arrivals"\n', "row 1, column percent: nothing is given"),
        ('"arrival"\npercent = 5\n', "did you mean 'arrivals'?"),
        ('"arrivals"\npercent = 5\npathwy = 2\n', "did you mean 'pathway'?"),
        ('"arrivals"\npercent = 5000\n', "is too large; use 1000 or less"),
        ('"arrivals"\npercent = nan\n', "is not a number"),
        ('"closure"\nunit = "hub"\nbeds = 1\n', "first_day and last_day are needed"),
        ('"beds"\nunit = "hub"\nbeds = 2.5\n', "is not a whole number"),
        ('"admissions"\nunit = "hub"\nstarts = { mo = 1 }\n', "use one of: mon, tue"),
        ('"arrivals"\npercent = 5\nfirst_day = "2027-02-29"\n', "is not a date"),
        (
            '"arrivals"\npercent = 5\nfirst_day = 2027-02-02\nlast_day = 2027-02-01\n',
            "last_day is before first_day; swap them",
        ),
        ('"arrivals"\npercent = 5\nfirst_day = 1066-10-14\n', "beyond all calendars"),
    ],
)
def test_a_fault_is_told_in_our_own_words_with_its_change(
    tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "flu.toml"
    path.write_text(HEAD + text)
    with pytest.raises(BadInput) as refused:
        read_scenario(path)
    words = str(refused.value)
    assert told in words
    assert "flu.toml row 1" in words
    assert not {"Input should", "Field required", "Value error", "Extra inputs"} & {
        words[i : i + len(word)]
        for word in ("Input should", "Field required", "Value error", "Extra inputs")
        for i in range(len(words))
    }


def test_a_change_without_a_kind_and_a_line_that_is_no_toml_are_told(tmp_path: Path) -> None:
    path = tmp_path / "flu.toml"
    path.write_text("[[change]]\npercent = 5\n")
    with pytest.raises(BadInput, match="no kind is given; say one of: demand, arrivals"):
        read_scenario(path)
    path.write_text("name = flu\n")
    with pytest.raises(BadInput, match="is no TOML file from line 1 on"):
        read_scenario(path)


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / f"{name}.toml").write_text(HEAD + '"arrivals"\n')
    (tmp_path / "good.toml").write_text(HEAD + '"arrivals"\npercent = 5\n')
    paths = [tmp_path / f"{name}.toml" for name in ("one", "good", "other", "missing")]
    with pytest.raises(BadInput) as refused:
        read_scenarios(paths)
    assert [Path(f.file).stem for f in refused.value.faults] == ["one", "other", "missing"]
    assert [s.name for s in read_scenarios([tmp_path / "good.toml"])] == ["good"]
