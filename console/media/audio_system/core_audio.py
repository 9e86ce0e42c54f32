"""The C functions of macOS's CoreAudio framework that read and write properties. Not run on hardware."""

import ctypes
from ctypes import POINTER, Structure, byref, c_char_p, c_int32, c_long, c_uint32, c_void_p

from console.media.audio_system.systems.darwin import MAIN, PropertyError

FRAMEWORKS = "/System/Library/Frameworks"
UTF8 = 0x08000100
"""kCFStringEncodingUTF8."""
LONGEST_NAME = 1024


class _Address(Structure):
    """AudioObjectPropertyAddress."""

    _fields_ = (("selector", c_uint32), ("scope", c_uint32), ("element", c_uint32))


class Framework:
    """CoreAudio, loaded into this process. OSError where there is none."""

    def __init__(self) -> None:
        self._audio = ctypes.CDLL(f"{FRAMEWORKS}/CoreAudio.framework/CoreAudio")
        self._foundation = ctypes.CDLL(f"{FRAMEWORKS}/CoreFoundation.framework/CoreFoundation")
        address, size = POINTER(_Address), POINTER(c_uint32)
        self._audio.AudioObjectHasProperty.argtypes = (c_uint32, address)
        self._audio.AudioObjectHasProperty.restype = ctypes.c_ubyte
        self._declare("AudioObjectGetPropertyDataSize", c_uint32, address, c_uint32, c_void_p, size)
        self._declare("AudioObjectGetPropertyData", c_uint32, address, c_uint32, c_void_p, size, c_void_p)
        self._declare("AudioObjectSetPropertyData", c_uint32, address, c_uint32, c_void_p, c_uint32, c_void_p)
        self._foundation.CFStringGetCString.argtypes = (c_void_p, c_char_p, c_long, c_uint32)
        self._foundation.CFStringGetCString.restype = ctypes.c_ubyte
        self._foundation.CFRelease.argtypes = (c_void_p,)
        self._foundation.CFRelease.restype = None

    def has(self, thing: int, selector: str, scope: str, element: int) -> bool:
        """Tell whether the object has the property."""
        return bool(self._audio.AudioObjectHasProperty(thing, byref(_address(selector, scope, element))))

    def get(self, thing: int, selector: str, scope: str = "glob", element: int = MAIN) -> bytes:
        """Return the property's bytes, or raise PropertyError."""
        address, size = _address(selector, scope, element), c_uint32()
        self._check(self._audio.AudioObjectGetPropertyDataSize(thing, byref(address), 0, None, byref(size)))
        data = ctypes.create_string_buffer(max(1, size.value))
        self._check(self._audio.AudioObjectGetPropertyData(thing, byref(address), 0, None, byref(size), data))
        return data.raw[: size.value]

    def text(self, thing: int, selector: str) -> str:
        """Return the property, which is a CFString that is ours to release."""
        string = c_void_p.from_buffer_copy(self.get(thing, selector))
        text = ctypes.create_string_buffer(LONGEST_NAME)
        fits = self._foundation.CFStringGetCString(string, text, LONGEST_NAME, UTF8)
        self._foundation.CFRelease(string)
        return text.value.decode() if fits else ""

    def put(self, thing: int, selector: str, value: bytes, scope: str = "glob", element: int = MAIN) -> None:
        """Set the property, or raise PropertyError."""
        address = _address(selector, scope, element)
        self._check(self._audio.AudioObjectSetPropertyData(thing, byref(address), 0, None, len(value), value))

    def _declare(self, name: str, *arguments: type) -> None:
        function = getattr(self._audio, name)
        function.argtypes, function.restype = arguments, c_int32

    @staticmethod
    def _check(status: int) -> None:
        if status:
            raise PropertyError(f"OSStatus {status}")


def _address(selector: str, scope: str, element: int) -> _Address:
    return _Address(int.from_bytes(selector.encode()), int.from_bytes(scope.encode()), element)
