# For graders: the walls of the strong tier, torch without CUDA, the tools of a class. No solutions:
# an assignment's bundle has all that grading needs.
#
#     docker build -f docker/grader.Dockerfile -t gradlings-grader .
#     docker run --rm --network none -v "$PWD:/home/grader/class" gradlings-grader \
#         grade hw1.yaml submissions/ -o out/ --bundle dist/instructor/bundle
#
# Docker's own profile forbids the namespaces of bubblewrap; with it, Landlock and seccomp hold.
# `gradlings doctor` in the container tells the tier.
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
    && apt-get install -y --no-install-recommends bubblewrap libseccomp2 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/gradlings
COPY locks/grader.txt constraints.txt ./
# What torch needs comes from the lock, so that its own index is asked for torch alone.
RUN pip install --no-cache-dir --require-hashes -r grader.txt \
    && pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cpu -c constraints.txt torch
COPY --from=wheel /build/dist/*.whl ./
RUN pip install --no-cache-dir --no-deps ./*.whl \
    && useradd --create-home --uid 1000 grader \
    && install -d -o grader -g grader /home/grader/class
USER 1000
WORKDIR /home/grader/class
ENTRYPOINT ["gradlings"]
CMD ["doctor"]
