# Builds the SQLite driver and the gateway in one stage, runs it without a toolchain in the next: not as root, and with
# nothing to write but /data (docker run --read-only --tmpfs /tmp).
FROM node:20-bookworm AS build
WORKDIR /lendwire
COPY package.json package-lock.json tsconfig.json ./
COPY src ./src
COPY scripts ./scripts
COPY schemas ./schemas
COPY config ./config
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:20-bookworm-slim
WORKDIR /lendwire
COPY --from=build /lendwire/package.json ./
COPY --from=build /lendwire/node_modules ./node_modules
COPY --from=build /lendwire/dist ./dist
COPY schemas ./schemas
COPY config ./config
RUN mkdir /data && chown node:node /data && ln -s /lendwire/dist/cli/lendwire.js /usr/local/bin/lendwire
USER node
VOLUME /data
ENV NODE_ENV=production LENDWIRE_HOST=0.0.0.0 LENDWIRE_DATABASE=/data/lendwire.sqlite \
    LENDWIRE_WRAPPING_KEY_FILE=/data/wrapping.key LENDWIRE_SIGNING_KEY_FILE=/data/signing.key
EXPOSE 8626
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:8626/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "dist/main.js"]
