import type { Hono } from 'hono';
import type { Child } from 'hono/jsx';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ConsoleSources } from '../sources';

/** Makes a whole page of a view. @param here path of the view in the bar. */
export type MakePage = (
  title: string,
  here: string,
  content: Child,
  more?: { live?: boolean },
) => HtmlEscapedString | Promise<HtmlEscapedString>;

/** Adds the routes of one view. */
export type AddPages = (app: Hono, sources: ConsoleSources, page: MakePage) => void;
