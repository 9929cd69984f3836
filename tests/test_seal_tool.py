"""`portal-seal`: a proposal sealed on the partner's own computer opens at the portal."""

import hashlib
import json
import subprocess
import sys
from io import BytesIO

import pytest

from portal import seal_tool
from portal.domain import seal_cards, sealed_package
from portal.domain.envelopes import open_envelope
from portal.domain.errors import RuleBroken
from portal.domain.seal_keys import fingerprint
from tests.domain.sealing import BOUND, CALL, RECIPIENTS, bound_to, sealed

STATUTE, BUDGET = b"the statute" * 9_000, b"the budget"
ANSWER = "We have run a shelter in Oujda for nine years."


def sha(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def card(tmp_path):
    path = tmp_path / "card.json"
    path.write_bytes(seal_cards.card(BOUND, RECIPIENTS))
    return path


@pytest.fixture
def folder(tmp_path):
    """A finished proposal: its manifest, and the two files that it lists."""
    path = tmp_path / "proposal"
    (path / "files" / "annexes").mkdir(parents=True)
    (path / "files" / "Statut à jour.pdf").write_bytes(STATUTE)
    (path / "files" / "annexes" / "budget.xlsx").write_bytes(BUDGET)
    rows = {
        "answer": [{"text": ANSWER}],
        "attachment": [{"sha256": sha(BUDGET)}, {"sha256": sha(STATUTE)}],
    }
    (path / "proposal.json").write_text(json.dumps({"format": 1, "rows": rows}, indent=1))
    return path


def opened(envelope):
    pieces = open_envelope(BytesIO(envelope.read_bytes()), BOUND, "call", CALL)
    manifest, files = sealed_package.unpack(pieces)
    return manifest, [b"".join(chunks) for _, chunks in files]


def refused(capsys, card, package, envelope):
    """What the command says when it refuses; then no envelope is left."""
    assert seal_tool.main([str(package), str(envelope), "--card", str(card)]) == 2
    return capsys.readouterr().err


def test_a_folder_is_sealed_and_opens_with_the_key_of_the_call(card, folder, tmp_path, capsys):
    envelope = tmp_path / "envelope"
    assert seal_tool.main([str(folder), str(envelope), "--card", str(card)]) == 0
    said = capsys.readouterr().out
    assert sha(envelope.read_bytes()) in said
    assert str(envelope.stat().st_size) in said
    manifest, files = opened(envelope)
    assert manifest["rows"]["answer"] == [{"text": ANSWER}]
    assert files == [BUDGET, STATUTE]
    assert ANSWER.encode() not in envelope.read_bytes()
    assert envelope.stat().st_mode & 0o077 == 0


def test_a_package_in_one_file_is_sealed_as_it_is(card, tmp_path):
    package, envelope = tmp_path / "package", tmp_path / "envelope"
    _, parts = sealed_package.pack({"rows": {}}, [(sha(BUDGET), len(BUDGET), [BUDGET])])
    package.write_bytes(b"".join(parts))
    assert seal_tool.main([str(package), str(envelope), "--card", str(card)]) == 0
    assert opened(envelope)[1] == [BUDGET]


def test_a_package_carries_its_card_and_the_key_is_named_to_be_compared(tmp_path, capsys):
    package, envelope = tmp_path / "package", tmp_path / "envelope"
    _, parts = sealed_package.pack({"rows": {}}, [(sha(BUDGET), len(BUDGET), [BUDGET])])
    head = seal_cards.head(seal_cards.card(BOUND, RECIPIENTS))
    package.write_bytes(head + b"".join(parts))
    assert seal_tool.main([str(package), str(envelope)]) == 0
    assert f"Key of the call {fingerprint(CALL.public)}" in capsys.readouterr().out
    assert opened(envelope)[1] == [BUDGET]


def test_a_package_without_a_card_needs_one(tmp_path, capsys):
    package, envelope = tmp_path / "package", tmp_path / "envelope"
    package.write_bytes(b"".join(sealed_package.pack({"rows": {}}, [])[1]))
    assert seal_tool.main([str(package), str(envelope)]) == 2
    assert "There is no card" in capsys.readouterr().err


def test_the_command_is_the_same_bytes_each_time(tmp_path):
    for name in ("one", "two"):
        seal_tool.write_archive(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_package_that_is_not_whole_is_not_sealed(card, tmp_path, capsys):
    package, envelope = tmp_path / "package", tmp_path / "envelope"
    _, parts = sealed_package.pack({}, [(sha(BUDGET), len(BUDGET), [BUDGET])])
    package.write_bytes(b"".join(parts)[:-1])
    assert "damaged" in refused(capsys, card, package, envelope)
    assert not envelope.exists()


def test_a_file_that_is_listed_and_not_there_is_named(card, folder, tmp_path, capsys):
    (folder / "files" / "annexes" / "budget.xlsx").unlink()
    assert sha(BUDGET) in refused(capsys, card, folder, tmp_path / "envelope")
    assert not (tmp_path / "envelope").exists()


@pytest.mark.parametrize("written", [None, "{", "[]", "{}", '{"rows": {"attachment": [1]}}'])
def test_a_manifest_that_lists_no_files_is_refused(card, folder, tmp_path, capsys, written):
    (folder / "proposal.json").unlink()
    if written is not None:
        (folder / "proposal.json").write_text(written)
    assert "needs a proposal.json" in refused(capsys, card, folder, tmp_path / "envelope")
    assert not (tmp_path / "envelope").exists()


@pytest.mark.parametrize(
    "written", [b"", b"{}", b"[]", b"[" * 20_000, b'{"kind":"x","bound":{},"recipients":{}}']
)
def test_what_is_no_card_is_refused(card, folder, tmp_path, capsys, written):
    card.write_bytes(written)
    assert "Download the package" in refused(capsys, card, folder, tmp_path / "envelope")


@pytest.mark.parametrize(
    "change", [{"kind": "other"}, {"recipients": {}}, {"recipients": {"call": "YWJj"}}]
)
def test_a_card_that_was_changed_is_refused(card, change):
    told = {**json.loads(card.read_bytes()), **change}
    with pytest.raises(RuleBroken, match="card_damaged"):
        seal_cards.read_card(json.dumps(told).encode())


def test_an_envelope_is_never_written_over(card, folder, tmp_path, capsys):
    envelope = tmp_path / "envelope"
    envelope.write_bytes(b"kept")
    assert "exists" in refused(capsys, card, folder, envelope)
    assert envelope.read_bytes() == b"kept"


def test_the_command_is_one_file_that_needs_nothing_of_the_portal(app, card, folder, tmp_path):
    archive, envelope = tmp_path / "portal-seal", tmp_path / "envelope"
    made = app.test_cli_runner().invoke(args=["seal-tool", str(archive)])
    assert made.exit_code == 0
    assert "runs with Python and PyNaCl" in made.output
    given = [
        sys.executable,
        "-P",
        str(archive),
        str(folder),
        str(envelope),
        "--card",
        str(card),
    ]
    ran = subprocess.run(given, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert opened(envelope)[1] == [BUDGET, STATUTE]
    asked = f"import sys; sys.path.insert(0, {str(archive)!r}); import portal.seal_tool; "
    asked += "print(portal.__file__, {'flask', 'peewee', 'weasyprint'} & set(sys.modules))"
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert str(archive) in told.stdout
    assert told.stdout.strip().endswith("set()")


def test_the_portal_sees_without_a_key_whether_an_envelope_can_be_one(tmp_path):
    content = b"content" * 50_000
    envelope = sealed(content)

    def seen(file, bound=BOUND, recipients=RECIPIENTS):
        seal_cards.require_envelope(BytesIO(file), len(file), bound, recipients)

    seen(envelope)
    for bound in (bound_to(number=3), bound_to(proposal="e" * 32), bound_to(call="e" * 32)):
        with pytest.raises(RuleBroken, match="envelope_for_other"):
            seen(envelope, bound)
    with pytest.raises(RuleBroken, match="envelope_for_other"):
        seen(sealed(content, recipients={"call": CALL.public}))
    for file in (envelope[:-1], envelope + b"\0", envelope[: -(64 * 1024 + 17)], b"", b"%PDF"):
        with pytest.raises(RuleBroken, match="envelope_damaged"):
            seen(file)
