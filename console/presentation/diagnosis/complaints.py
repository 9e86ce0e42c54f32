"""What people say is wrong, and the key for each."""

from console.domain.diagnosis.result import Complaint
from console.words import marked

COMPLAINTS = {
    Complaint.CANNOT_BE_HEARD: marked("can't be heard"),
    Complaint.CANNOT_HEAR: marked("can't hear"),
    Complaint.BROKEN_SOUND: marked("broken or noisy"),
    Complaint.ECHO: marked("echo"),
    Complaint.NO_PICTURE: marked("no picture"),
    Complaint.SLOW: marked("slow or cut off"),
    Complaint.EVERYTHING: marked("test everything"),
}
KEYS = dict(zip("abcdefg", COMPLAINTS, strict=True))
