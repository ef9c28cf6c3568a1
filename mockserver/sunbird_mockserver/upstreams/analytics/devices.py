"""
Device register and device profile.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Devices", "Location", "has_address", "is_stored", "member"]

_MOST = 100_000
# An address inside the cluster: the one in the body counts then.
_INNER = "192"


@dataclass(frozen=True, slots=True)
class Location:
    """
    The state and district of a device.

    Attributes:
        state: Empty if nobody knows.

        district: Likewise.
    """

    state: str = ""
    district: str = ""

    def to_dict(self) -> dict[str, str]:
        """
        The location as it is answered.
        """
        return {"state": self.state, "district": self.district}


class Devices:
    """
    Locations that users declared for their devices. Beyond a hundred thousand the oldest go.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._declared: dict[tuple[str, str], Location] = {}

    def declared(self, inbox: str, did: str) -> Location | None:
        """
        Return the location declared for *did*; None if there is none.
        """
        return self._declared.get((inbox, did))

    def declare(self, inbox: str, did: str, location: Location) -> None:
        """
        Keep *location* for *did*; an empty part leaves what was there.
        """
        with self._lock:
            before = self._declared.pop((inbox, did), Location())
            self._declared[inbox, did] = Location(
                location.state or before.state, location.district or before.district
            )
            if len(self._declared) > _MOST:
                del self._declared[next(iter(self._declared))]

    def forget(self, inbox: str) -> None:
        """
        Forget the devices of *inbox*.
        """
        with self._lock:
            for key in [key for key in self._declared if key[0] == inbox]:
                del self._declared[key]


def is_stored(body: Any, real_ip: str) -> bool:
    """
    Return True if the real service stores a register call. The answer is 200 either way.
    """
    request = member(body, "request")
    address = real_ip
    if real_ip.startswith(_INNER):
        inner = member(request, "ip_addr")
        address = inner if isinstance(inner, str) else ""

    return has_address(address) and isinstance(member(request, "dspec") or {}, dict)


def has_address(text: str) -> bool:
    """
    Return True if *text* is an IP address that can be looked up.
    """
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False

    return True


def member(value: Any, name: str) -> Any:
    """
    Return the member *name* of *value*; None if *value* is not an object.
    """
    found: Mapping[str, Any] = value if isinstance(value, dict) else {}

    return found.get(name)
