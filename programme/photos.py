"""Keeping the photographs of speakers."""

import hashlib

from programme.models import SpeakerPhoto


def keep(speaker_id: int, jpeg: bytes) -> SpeakerPhoto:
    """Makes this the photograph of the speaker. The same picture keeps its address."""
    name = hashlib.sha256(jpeg).hexdigest()[:32]
    photo, _is_new = SpeakerPhoto.objects.update_or_create(
        speaker_id=speaker_id, defaults={"content_hash": name, "data": jpeg}
    )
    return photo


def remove(speaker_id: int) -> None:
    SpeakerPhoto.objects.filter(speaker=speaker_id).delete()
