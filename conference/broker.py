"""The queue of an installation without Redis: a folder, in which a message is a file."""

import os
import uuid
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **_: Any) -> None:  # type: ignore[override]
        """A message appears whole or not at all: a worker that found the file while it was still empty would end."""
        folder = Path(self.data_folder_out)
        file = folder / f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        draft = file.with_name(f"{file.name}.draft")
        try:
            draft.write_text(dumps(payload), encoding="utf-8")
            os.replace(draft, file)
        except OSError as error:
            raise ChannelError(f"No message can be written in {folder}") from error


class Transport(filesystem.Transport):
    Channel = Channel
