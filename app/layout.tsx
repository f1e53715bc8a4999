import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactElement, ReactNode } from "react";
import "@fontsource-variable/source-serif-4/opsz.css";
import "@fontsource-variable/source-serif-4/opsz-italic.css";
import "@fontsource/jetbrains-mono/400.css";
import "@fontsource/jetbrains-mono/700.css";
import { parseTheme, themeCookie } from "../components/ui/theme-preference.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Drydock", template: "%s · Drydock" },
  description: "Learn Docker by using Docker.",
  icons: { icon: "/icon.svg" },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }): Promise<ReactElement> {
  // The theme comes with the request, so that the first paint is the right one without a script.
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme} suppressHydrationWarning>
      <body>
        <a className="skip" href="#content">
          Skip to the content
        </a>
        {children}
      </body>
    </html>
  );
}
