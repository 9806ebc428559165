# The gateway in a container: the dependencies of package-lock.json, the sources as they stand, and no privileges.
FROM node:24-slim

WORKDIR /app
ENV NODE_ENV=production
# Writable for the gateway, unlike its code; a restarted container starts faster.
ENV NODE_COMPILE_CACHE=/tmp/compile-cache

COPY package.json package-lock.json ./
COPY src/bundled-packages.ts ./src/
COPY src/tools/bundle-packages.ts ./src/tools/
# The bundle of packages makes the gateway start faster. The bundler is a development package.
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --ignore-scripts \
  && node src/tools/bundle-packages.ts \
  && npm prune --omit=dev --ignore-scripts

COPY src ./src

# Owned by root, so that what runs cannot change what it runs.
USER node

# HOST is 127.0.0.1 unless it is set, which nobody outside reaches: a container needs HOST=0.0.0.0.
EXPOSE 4000

HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT || 4000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# No shell and no npm in between: SIGTERM reaches the gateway itself. As the entry point, so that `docker run <image> --help`
# and `docker run <image> emulator` work.
ENTRYPOINT ["node", "src/main.ts"]
