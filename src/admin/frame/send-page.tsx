import type { Response } from 'express';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Layout, type LayoutProps } from './layout.js';
import { ReaderContext, type Reader } from './reader.js';

export type Page = Omit<LayoutProps, 'children'> & {
  main: ComponentChildren;
  /** 200 where it is missing. */
  statusCode?: number;
};

/** A page as text: typed templates, everything escaped. */
export function renderPage({ main, statusCode: _sent, ...around }: Page, reader: Reader): string {
  const page = (
    <ReaderContext.Provider value={reader}>
      <Layout {...around}>{main}</Layout>
    </ReaderContext.Provider>
  );
  return `<!DOCTYPE html>${renderToString(page)}`;
}

export function sendPage(res: Response, page: Page, reader: Reader): void {
  res
    .status(page.statusCode ?? 200)
    .type('html')
    .send(renderPage(page, reader));
}
