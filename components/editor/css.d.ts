/** Next takes a stylesheet by import; TypeScript has to be told so. */
declare module "*.css";
