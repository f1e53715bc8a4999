import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { CodeEditor, type CodeEditorProps } from "./code-editor.tsx";

const ignore = () => undefined;
const render = (props: Partial<CodeEditorProps>): string =>
  renderToStaticMarkup(
    <CodeEditor
      file={{ path: "Dockerfile", content: "FROM a\nRUN b\n", readOnly: false }}
      files={[]}
      adviceLinks={{}}
      label="Dockerfile of the exercise"
      theme="light"
      onChange={ignore}
      lineCosts={[]}
      highlightedLine={null}
      onPointAtLine={ignore}
      reveal={null}
      problems={[]}
      diffAgainst={null}
      measuredText={null}
      onBuild={ignore}
      onCheck={ignore}
      {...props}
    />,
  );

describe("the editor as the server sends it", () => {
  it("is a named field of a form with the whole text in it", () => {
    const html = render({});
    expect(html).toMatch(/<textarea[^>]* name="content"[^>]*>FROM a\nRUN b\n<\/textarea>/);
    expect(html).toContain('aria-label="Dockerfile of the exercise"');
    expect(html).not.toMatch(/<textarea[^>]* hidden/);
  });
  it("escapes what the student wrote", () => {
    const file = { path: "Dockerfile", content: "</textarea><script>x</script>", readOnly: false };
    expect(render({ file })).not.toContain("<script>");
  });
  it("says that a file is read-only, to eye and ear", () => {
    const html = render({ file: { path: "app.py", content: "", readOnly: true } });
    expect(html).toMatch(/<textarea[^>]* readOnly/i);
    expect(html.match(/read-only/gi)?.length).toBeGreaterThan(1);
  });
  it("has the costs beside the lines, also of an earlier text", () => {
    const lineCosts = [{ line: 2, bytes: 182_000_000, durationMs: 14_200, cached: false }];
    expect(render({ lineCosts })).toContain("+182 MB");
    const moved = render({ lineCosts, measuredText: "FROM a\nRUN old\n" });
    expect(moved).toContain("data-stale");
    expect(render({ lineCosts, measuredText: "FROM a\nRUN b\n" })).not.toContain("data-stale");
  });
  it("keeps costs to Dockerfiles", () => {
    const lineCosts = [{ line: 1, bytes: 1, durationMs: 1, cached: false }];
    const file = { path: "compose.yaml", content: "a: 1\n", readOnly: false };
    expect(render({ file, lineCosts })).not.toContain("code-editor__cost");
  });
});
