"""Reads every mail of a folder with Python's email package and prints what it finds as JSON.

Usage: check_mail.py FOLDER
"""

import email
import email.policy
import json
import pathlib
import sys
from email.utils import getaddresses


def found(path):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    for part in parts:
        part.get_content()
    defects = [repr(defect) for part in message.walk() for defect in part.defects]
    defects += [repr(defect) for value in message.values() for defect in getattr(value, "defects", ())]
    return {
        "headers": list(message.keys()),
        "to": [address for _, address in getaddresses(message.get_all("to", []) + message.get_all("cc", []) + message.get_all("bcc", []))],
        "subject": str(message["subject"]),
        "parts": [part.get_content_type() for part in parts],
        "defects": defects,
    }


json.dump([found(path) for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml"))], sys.stdout)
