import pytest

from repositories import LICENCE_FILE, licence_of

MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software ... The above
copyright notice and this permission notice shall be included in all copies"""
BSD = "Redistribution and use in source and binary forms ... this list of conditions and the following disclaimer."


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        (MIT, "MIT"),
        (BSD, "BSD-2-Clause"),
        (BSD + " Neither the name of the holder nor", "BSD-3-Clause"),
        ("Apache License\n  Version 2.0, January 2004", "Apache-2.0"),
        (MIT + " Parts are under the GNU Lesser General Public License.", None),
        ("All rights reserved.", None),
    ],
)
def test_only_permissive_licences_are_recognised(text: str, licence: str | None) -> None:
    assert licence_of(text) == licence


@pytest.mark.parametrize("name", ["LICENSE", "license.md", "LICENCE.txt", "COPYING", "LICENSE-MIT", "LICENSE.APACHE"])
def test_licence_files_are_found_by_name(name: str) -> None:
    assert LICENCE_FILE.search(name)


def test_other_files_are_not_licences() -> None:
    assert not LICENCE_FILE.search("license_checker.py")
