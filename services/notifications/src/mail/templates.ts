import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars, { type TemplateDelegate } from 'handlebars';
import { type Kind, kinds } from '../notifications/kind';
import type { View } from './view';

export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

export type Render = (kind: Kind, view: View) => Rendered;

const folder = join(__dirname, '..', '..', 'templates');

/**
 * Reads and compiles all templates once, at start. Values are escaped in HTML and left as they are in text;
 * a template that names a value the view does not have throws instead of leaving a hole in a customer's mail.
 */
export function templates(from: string = folder): Render {
  const engine = Handlebars.create();
  const compile = (path: string, noEscape: boolean): TemplateDelegate<View> =>
    engine.compile<View>(readFileSync(join(from, path), 'utf8'), { noEscape, strict: true, knownHelpersOnly: true });

  engine.registerPartial('layout', compile('layout.hbs', false));
  const missing = kinds.filter((kind) => !readdirSync(from).includes(kind));
  if (missing.length > 0) throw new Error(`No templates in ${from} for ${missing.join(', ')}`);

  const compiled = new Map(
    kinds.map((kind) => [
      kind,
      {
        subject: compile(join(kind, 'subject.hbs'), true),
        text: compile(join(kind, 'text.hbs'), true),
        html: compile(join(kind, 'html.hbs'), false),
      },
    ]),
  );

  return (kind, view) => {
    const template = compiled.get(kind);
    if (template === undefined) throw new Error(`There is no template ${kind}`);
    return { subject: template.subject(view).trim(), text: template.text(view), html: template.html(view) };
  };
}
