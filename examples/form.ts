// A form for any function of the library, from the catalog alone: what an app shows where a user sets an indicator up.
import { find, type CatalogParameter } from "@laakhay/ta/catalog";

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

function field({ name, type, default: initial, min, max, step, choices }: CatalogParameter): string {
  if (choices !== null) {
    const options = choices.map(
      (choice) => `<option${choice === initial ? " selected" : ""}>${escaped(choice)}</option>`,
    );
    return `<select name="${name}">${options.join("")}</select>`;
  }
  if (type === "bool") return `<input type="checkbox" name="${name}"${initial === true ? " checked" : ""}>`;
  const bounds = `${min === null ? "" : ` min="${min}"`}${max === null ? "" : ` max="${max}"`}`;
  const steps = step ?? (type === "int" ? 1 : "any");
  return `<input type="number" name="${name}" value="${initial ?? ""}"${bounds} step="${steps}">`;
}

/** The form of a function, its formula above and the row from which it is known below; null where there is no such function. */
export function form(name: string): string | null {
  const entry = find(name);
  if (entry === null) return null;
  const fields = entry.parameters.map(
    (parameter) => `  <label>${parameter.name} ${field(parameter)}</label>`,
  );
  const known = Math.max(...entry.warmUp.map(({ row }) => row));
  return `<form data-pane="${entry.drawing.pane ?? "separate"}">
  <h1>${entry.id}</h1>
  <p>${escaped(entry.doc)}</p>
${fields.join("\n")}
  <p>Known from bar ${known + 1} on.</p>
</form>`;
}
