import "@fontsource-variable/source-serif-4/opsz.css";
import "@fontsource-variable/source-serif-4/opsz-italic.css";
import "@fontsource/jetbrains-mono/400.css";
import "@fontsource/jetbrains-mono/700.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactElement, ReactNode } from "react";
import { catalogues } from "../components/text/catalogues.ts";
import { TextProvider } from "../components/text/use-text.tsx";
import { parseTheme, THEME_COOKIE } from "../components/ui/theme-preference.ts";
import { readLanguage, readText } from "./read-text.ts";

export async function generateMetadata(): Promise<Metadata> {
  const text = await readText();
  return {
    title: { default: "Drydock", template: "%s · Drydock" },
    description: text.page.slogan,
    icons: { icon: "/icon.svg" },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }): Promise<ReactElement> {
  // Theme and language come with the request, so that the first paint is the right one without a script.
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const language = await readLanguage();
  return (
    <html lang={language} data-theme={theme} suppressHydrationWarning>
      <body>
        <a className="skip" href="#content">
          {catalogues[language].page.skip}
        </a>
        <TextProvider language={language}>{children}</TextProvider>
      </body>
    </html>
  );
}
