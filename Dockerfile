# One image for both: `serve` by default, `worker` beside it. Everything is configured by the environment.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements requirements
RUN python -m venv /opt/tolkebok && \
    /opt/tolkebok/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
      -r requirements/build.txt -r requirements/runtime.txt
COPY pyproject.toml README.md ./
COPY kit kit
COPY identity identity
COPY registry registry
COPY booking booking
COPY bench bench
COPY web web
COPY migrations migrations
RUN /opt/tolkebok/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --home-dir /var/lib/tolkebok --create-home tolkebok
COPY --from=build /opt/tolkebok /opt/tolkebok
ENV PATH=/opt/tolkebok/bin:$PATH PYTHONUNBUFFERED=1 TOLKEBOK_DATA_DIR=/var/lib/tolkebok TOLKEBOK_PORT=8000
USER tolkebok
WORKDIR /var/lib/tolkebok
VOLUME /var/lib/tolkebok
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"TOLKEBOK_PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["tolkebok"]
CMD ["serve", "--host", "0.0.0.0"]
