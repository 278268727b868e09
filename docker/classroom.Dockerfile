# For a class in browsers: the course, the walls of the standard tier, torch without CUDA. No solutions.
#
#     docker build -f docker/classroom.Dockerfile -t gradlings-classroom .
#     docker compose -f docker/compose.yaml up
#
# The tier that the container gives is printed at the start; below "standard" the server refuses.
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
RUN pip install --no-cache-dir -c constraints.txt "$(ls ./*.whl)[web]" \
    && useradd --create-home --uid 1000 teacher \
    && install -d -o teacher -g teacher /home/teacher/class
USER 1000
WORKDIR /home/teacher/class
EXPOSE 8000
ENTRYPOINT ["gradlings", "classroom", "--host", "0.0.0.0"]
CMD ["--roster", "class.csv", "--public-url", "http://localhost:8000"]
