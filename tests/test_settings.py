"""Settings come from the environment, once, and a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sos_graph.errors import SettingError
from sos_graph.settings import Settings, read_settings


def test_what_the_environment_does_not_name_keeps_its_default():
    assert read_settings({}) == Settings()


def test_each_value_is_of_its_settings_type():
    settings = read_settings({"PORT": "9000", "RELEASES": "/srv/releases", "QUERY_SECONDS": "2.5", "HOST": "::1"})

    assert settings == Settings(port=9000, releases=Path("/srv/releases"), query_seconds=2.5, host="::1")


@pytest.mark.parametrize("text", ["many", "0", "-1", "1.5"])
def test_a_setting_that_is_no_positive_number_is_refused_by_name(text):
    with pytest.raises(SettingError, match="WEB_WORKERS"):
        read_settings({"WEB_WORKERS": text})
