"""Is anything lost between a case and its files?"""

import tempfile
from pathlib import Path

from arbitrary_cases import cases
from hypothesis import HealthCheck, given, settings

from rosterer.files import check_case, load_case, save_case
from rosterer_models.vocabulary.case import Case

FEW = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@FEW
@given(case=cases())
def test_a_case_survives_a_folder_and_a_document(case: Case) -> None:
    assert check_case(case) == ()
    with tempfile.TemporaryDirectory() as directory:
        folder, document = Path(directory) / "case", Path(directory) / "case.json"
        save_case(case, folder)
        from_folder = load_case(folder)
        save_case(from_folder, document)
        from_document = load_case(document)
    assert from_folder == case
    assert from_document == case
    assert from_folder.fingerprint == from_document.fingerprint == case.fingerprint


@FEW
@given(case=cases())
def test_a_folder_written_twice_is_the_same_to_the_byte(case: Case) -> None:
    with tempfile.TemporaryDirectory() as directory:
        once, twice = Path(directory) / "once", Path(directory) / "twice"
        save_case(case, once)
        save_case(load_case(once), twice)
        assert {file.name: file.read_bytes() for file in once.iterdir()} == {
            file.name: file.read_bytes() for file in twice.iterdir()
        }
