# The image of stuntdouble. Targets: `slim`, which is the default, and `ffmpeg`, which really transcodes.
# Nothing here needs BuildKit, so that every builder makes it; nothing in it is compiled for one processor, so that every platform runs it.
ARG NODE_IMAGE=node:24-bookworm-slim

# The command in a few files.
FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json LICENSE ./
RUN npm ci --no-audit --no-fund
COPY contracts/states contracts/states
COPY contracts/verify contracts/verify
COPY emulator emulator
COPY fixtures fixtures
COPY scripts/*.ts scripts/
RUN node scripts/container-command.ts

# The packages that it leaves outside, in the versions of the lock file.
FROM ${NODE_IMAGE} AS packages
WORKDIR /build
COPY package.json package-lock.json ./
COPY scripts/container-packages.ts scripts/left-outside.ts scripts/
RUN node scripts/container-packages.ts \
 && npm install --omit=dev --ignore-scripts --no-audit --no-fund \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.cts' -o -name '*.d.mts' -o \( -name '*.md' ! -iname 'licen*' \) \) -delete

FROM ${NODE_IMAGE} AS slim
ENV NODE_ENV=production \
    NODE_COMPILE_CACHE=/app/.compiled \
    STUNTDOUBLE_HOST=0.0.0.0 \
    STUNTDOUBLE_DATA=/data
# V8 would take 128 MiB for what is new; of 16 the double lives as fast, in a third less.
ENV NODE_OPTIONS=--max-semi-space-size=8
WORKDIR /app
COPY --from=packages /build/node_modules node_modules
COPY package.json LICENSE ./
COPY --from=build /build/dist/fixtures/media dist/fixtures/media
COPY --from=build /build/dist/emulator/console dist/emulator/console
COPY --from=build /build/dist/emulator/bin dist/emulator/bin
RUN mkdir --mode 1777 /data && mkdir .compiled && chown node:node /data .compiled
USER node
# A first start and stop: those of the image's users then read compiled code, also on a read-only file system.
RUN node dist/emulator/bin/cli.js start --data /tmp/first --log silent & double=$!; \
    until node dist/emulator/bin/cli.js health 2>/dev/null; do kill -0 $double || exit 1; sleep 0.2; done; \
    kill -TERM $double && wait $double && rm -rf /tmp/first
VOLUME /data
EXPOSE 4600 4601
HEALTHCHECK --interval=3s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "/app/dist/emulator/bin/cli.js", "health"]
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "/app/dist/emulator/bin/cli.js"]
CMD ["start"]

# Without what ffmpeg's packages bring for screens: the graphics drivers and their compiler, which no encoder opens.
FROM slim AS ffmpeg
USER root
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ffmpeg \
 && rm -rf /var/lib/apt/lists/* /usr/lib/*/libLLVM* /usr/lib/*/dri /usr/share/doc /usr/share/man /usr/share/locale
USER node
ENV STUNTDOUBLE_ENCODER=ffmpeg

FROM slim
