"""AGG: nobody measures who uses the kit."""

from __future__ import annotations

import re

from tests.requirements.sources import imported, needed, pinned

MEASURES = re.compile(
    r"sentry-sdk|posthog|mixpanel|amplitude-analytics|analytics-python|segment-.*|rudder-.*|"
    r"google-analytics.*|ga4mp|matomo.*|piwik.*|statsd|datadog|ddtrace|newrelic|bugsnag|rollbar|"
    r"honeybadger|raygun.*|opentelemetry-.*|applicationinsights|opencensus.*|scarf.*|snowplow-.*|"
    r"plausible.*|heap-.*|launchdarkly-.*|.*telemetry.*|.*analytics.*|facebook-business|adsense.*|"
    # These two send something home by themselves.
    r"onnxruntime.*|mediapipe"
)


def test_agg_03_no_package_measures_its_users():
    packages = pinned() | needed()
    assert len(packages) > 100
    assert [one for one in packages if MEASURES.fullmatch(one)] == []
    assert all(MEASURES.fullmatch(one) for one in ("sentry-sdk", "jupyter-telemetry", "mediapipe"))
    # JupyterLab's server brings it; the kit does not ask it for anything.
    assert "prometheus-client" in packages - needed()
    assert not [path for path, names in imported().items() if "prometheus_client" in names]
