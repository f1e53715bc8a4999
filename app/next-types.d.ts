// What next-env.d.ts says too, which is made by the first build only; the checks come before it.
/// <reference types="next" />
/// <reference types="next/image-types/global" />
