# Image of the gateway: the packages pinned in package-lock.json, and the sources, which need no build.
# The version of Node.js that the tests run on.
FROM node:24.21.0-slim

WORKDIR /app
ENV NODE_ENV=production
# The user `node` cannot write to /app. With the compile cache, a restarted container starts faster.
ENV NODE_COMPILE_CACHE=/tmp/compile-cache

COPY package.json package-lock.json ./
COPY src/bundled-packages.ts ./src/
COPY src/tools/bundle-packages.ts ./src/tools/
# The bundle of packages makes the gateway start faster. The bundler is a development package.
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --ignore-scripts \
  && node src/tools/bundle-packages.ts \
  && npm prune --omit=dev --ignore-scripts

COPY src ./src
COPY LICENSE NOTICE ./

# A volume that Fargate mounts belongs to root, and only root can write to it, unless the image declares it: it then gets the
# permissions of /tmp in the image, which every user can write to.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
VOLUME ["/tmp"]

# The code belongs to root, so the gateway cannot modify it.
USER node

# Set HOST=0.0.0.0 to make the gateway reachable: by default, it listens on 127.0.0.1, inside the container only.
EXPOSE 4000

HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT || 4000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# Exec form, without npm, so that the gateway receives SIGTERM. ENTRYPOINT instead of CMD, so that
# `docker run <image> --help` and `docker run <image> emulator` work.
ENTRYPOINT ["node", "src/main.ts"]
