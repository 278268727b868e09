# For learners: Gradlings, torch without CUDA, and JupyterLab, as an ordinary user.
#
#     docker build -f docker/learner.Dockerfile -t gradlings .
#     docker run --rm -it -v "$PWD/my-course:/home/learner/course" gradlings gradlings init .
#     docker run --rm -it -v "$PWD/my-course:/home/learner/course" gradlings
#     docker run --rm -p 127.0.0.1:8888:8888 gradlings jupyter lab --ip=0.0.0.0
FROM python:3.12-slim-bookworm AS wheel
WORKDIR /build
COPY locks/learner.txt ./
RUN pip install --no-cache-dir --require-hashes -r learner.txt
COPY pyproject.toml README.md LICENSE ./
COPY autograder autograder
COPY exercises exercises
RUN python -m hatchling build -t wheel

FROM python:3.12-slim-bookworm
# Debian keeps only the newest version of a package, so that pinning one would break the build.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libseccomp2 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/gradlings
COPY locks/learner.txt constraints.txt ./
# What torch needs comes from the lock, so that its own index is asked for torch alone.
RUN pip install --no-cache-dir --require-hashes -r learner.txt \
    && pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cpu -c constraints.txt torch
COPY --from=wheel /build/dist/*.whl ./
RUN pip install --no-cache-dir --no-deps ./*.whl \
    && useradd --create-home --uid 1000 learner \
    && install -d -o learner -g learner /home/learner/course
USER 1000
WORKDIR /home/learner/course
CMD ["gradlings"]
