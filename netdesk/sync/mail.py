"""An e-mail draft with a bundle attached: a file that the person's own mail program opens, not sent by us."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.sync.send import MAIL_BYTES

SUFFIX = ".eml"


def mail_draft(bundle: Path, *, subject: str, words: str) -> bytes:
    """The draft as bytes of an .eml file, marked as not sent yet so that mail programs open it for writing.

    NetDeskError where the bundle is larger than mail carries (14 MB; mail makes it a third larger on the way).
    """
    data = bundle.read_bytes()
    if len(data) > MAIL_BYTES:
        raise NetDeskError(
            _("This file has {size} MB: most mail systems stop it. Carry it on a stick or a shared drive.").format(
                size=round(len(data) / 1e6)
            )
        )
    draft = EmailMessage(policy=SMTP)
    draft["Subject"] = " ".join(subject.split())
    draft["X-Unsent"] = "1"
    draft.set_content(words)
    draft.add_attachment(data, maintype="application", subtype="octet-stream", filename=bundle.name)
    # The boundary is drawn by chance otherwise; the bundle's own hash cannot stand in its base64 text either.
    draft.set_boundary(f"=_{hashlib.sha256(data).hexdigest()[:32]}")
    return draft.as_bytes()


def mail_words(team: str, receiver: str) -> tuple[str, str]:
    """Subject and text that go with a bundle, for the mail or the clipboard."""
    subject = _("NetDesk: news from {team}").format(team=team)
    text = _(
        "Here is the latest from {team}, for {receiver}.\n\n"
        "Save the attached file, open NetDesk, go to Sharing and press Receive. You see what it would change before "
        "anything is changed.\n\n"
        "To read it without NetDesk, open the file as a zip folder and look at summary.html."
    ).format(team=team, receiver=receiver)
    return subject, text
