# syntax=docker/dockerfile:1

# npm install and not npm ci: see scripts/lib/dependencies.mjs. The lock file holds for both.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm install --no-save --include=dev --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm install --no-save --omit=dev --no-audit --no-fund

# The stand-ins use packages that the product itself does not need, and more of the checkout.
FROM node:24-bookworm-slim AS sandbox
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app ./
# A new volume takes the owner of the directory that it covers.
RUN mkdir /data && chown node:node /data
USER node
CMD ["node", "--enable-source-maps", "dist/sandbox/main.js"]

FROM node:24-bookworm-slim AS purser
WORKDIR /app
ENV NODE_ENV=production \
    API_HOST=0.0.0.0 \
    API_PORT=24600 \
    PORTAL_DIR=/app/dist/portal \
    MAIL_TEMPLATE_DIR=/app/dist/mail \
    PURSER_WORKFLOW_BUNDLE=/app/dist/workflow-bundle.js
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY catalogue catalogue
COPY docs/contracts docs/contracts
RUN rm -rf dist/sandbox
USER node
EXPOSE 24600
# One image for the three processes; compose names the other two: dist/worker/main.js, dist/db/migrate-main.js.
CMD ["node", "--enable-source-maps", "dist/api/server.js"]
