import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { expect } from 'chai';
import type { Response } from 'supertest';
import { parse } from 'yaml';

// The package is CommonJS: its plugin is the default export of its module object.
const addFormats = ajvFormats as unknown as (ajv: Ajv2020) => void;

interface Operation {
  responses: Record<string, Described>;
  requestBody?: { content: Record<string, { schema: AnySchema }> };
  security?: unknown[];
}
interface Described {
  $ref?: string;
  headers?: Record<string, { $ref?: string; schema?: AnySchema }>;
  content?: Record<string, { schema: AnySchema }>;
}
type PathItem = Partial<Record<'get' | 'post' | 'put' | 'delete', Operation>>;

const BASE = 'https://lendwire.invalid/schemas/';
const folder = new URL('../../../schemas/', import.meta.url);

/** The API's description, against which real answers are held. */
export class OpenApi {
  readonly document: {
    paths: Record<string, PathItem>;
    components: { schemas: Record<string, { enum?: string[] }> };
  };
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #validators = new Map<AnySchema, ValidateFunction>();
  readonly #answered = new Set<string>();

  constructor() {
    this.document = parse(readFileSync(new URL('openapi.yaml', folder), 'utf8')) as OpenApi['document'];
    addFormats(this.#ajv);
    this.#ajv.addSchema({ ...this.document, $id: `${BASE}openapi.yaml` });
    const loanRecord = JSON.parse(readFileSync(new URL('loan-record.schema.json', folder), 'utf8')) as Record<
      string,
      unknown
    >;
    this.#ajv.addSchema({ ...loanRecord, $id: `${BASE}loan-record.schema.json` });
  }

  /** `GET /api/v1/peers` and so on, with parameters in the access table's spelling. */
  get operations(): string[] {
    return Object.entries(this.document.paths).flatMap(([path, item]) =>
      (['get', 'post', 'put', 'delete'] as const)
        .filter((method) => item[method] !== undefined)
        .map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
  }

  /** Operations that were answered with success while `holds` looked. */
  get answered(): ReadonlySet<string> {
    return this.#answered;
  }

  /** Fails unless route, status, content type, headers and every field of the answer are described. */
  holds(answer: Response): void {
    const { method, url } = (answer as Response & { request: { method: string; url: string } }).request;
    const path = this.#templateOf(new URL(url).pathname);
    const operation = this.document.paths[path]?.[method.toLowerCase() as 'get'];
    expect(operation, `${method} ${path} is described`).to.exist;
    const described = this.#resolve(operation!.responses[String(answer.status)]);
    expect(described, `${method} ${path} ${answer.status} is described`).to.exist;
    this.#holdHeaders(answer, described!);
    this.#holdBody(answer, described!, `${method} ${path} ${answer.status}`);
    if (answer.status < 300) this.#answered.add(`${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`);
  }

  #holdHeaders(answer: Response, described: Described): void {
    const headers = described.headers ?? {};
    for (const name of ['Location', 'Retry-After', 'WWW-Authenticate', 'Idempotent-Replay', 'Allow']) {
      const sent = answer.get(name);
      if (sent !== undefined) expect(headers, `header ${name} is described`).to.have.property(name);
    }
  }

  #holdBody(answer: Response, described: Described, where: string): void {
    const type = (answer.get('Content-Type') ?? '').split(';')[0]!;
    if (described.content === undefined) {
      expect(answer.get('Content-Length') ?? '0', `${where} has no body`).to.equal('0');
      return;
    }
    const content = described.content[type];
    expect(content, `${where} with ${type} is described`).to.exist;
    if (type.endsWith('json')) this.#holdValue(JSON.parse(answer.text), content!.schema, where);
  }

  #holdValue(value: unknown, schema: AnySchema, where: string): void {
    const validate = this.#validatorOf(schema);
    void validate(value);
    expect(validate.errors ?? [], `${where}: ${JSON.stringify(value)}`).to.deep.equal([]);
  }

  /** Whether a request's body is what the description asks for. */
  takes(operation: Operation | undefined, body: unknown): boolean {
    const schema = operation!.requestBody!.content['application/json']!.schema;
    return this.#validatorOf(schema)(body);
  }

  /** Each part of the document is compiled once: it takes longer than all that is held against it. */
  #validatorOf(schema: AnySchema): ValidateFunction {
    const validator = this.#validators.get(schema) ?? this.#ajv.compile(absolute(schema));
    this.#validators.set(schema, validator);
    return validator;
  }

  #templateOf(pathname: string): string {
    const paths = Object.keys(this.document.paths);
    const fits = (path: string): boolean =>
      new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
    const found = paths.includes(pathname) ? pathname : paths.find(fits);
    return found ?? pathname;
  }

  #resolve(described: Described | undefined): Described | undefined {
    if (described?.$ref === undefined) return described;
    let at: unknown = this.document;
    for (const part of described.$ref.slice(2).split('/')) at = (at as Record<string, unknown>)[part];
    return at as Described;
  }
}

// A part of the document stands alone when it is compiled, so its references have to say which document they mean.
function absolute(schema: AnySchema): AnySchema {
  const text = JSON.stringify(schema)
    .replaceAll('"$ref":"#/', `"$ref":"${BASE}openapi.yaml#/`)
    .replaceAll('"$ref":"loan-record', `"$ref":"${BASE}loan-record`);
  return JSON.parse(text) as AnySchema;
}
