import { ENVELOPE, NAMESPACE, privacyOf, stricter } from '../edition.js';
import type { CompiledEdition, CompiledMember, Privacy } from '../edition.js';
import type { MessageKind, SchemeValue, UnknownContent } from '../message.js';
import { HoleCutter } from '../redaction.js';
import { readAttributes } from './attributes.js';
import type { Sketch } from './evidence.js';
import { Findings } from './findings.js';
import { hasBlank, missingMembers, openFrame, put, targetOf } from './frame.js';
import type { Frame, Leaf, Properties } from './frame.js';
import { ReadRule, WarningCode } from './reading.js';
import type { Limits, Outline, ReaderOptions } from './reading.js';
import { isLink, readValue, shown } from './value.js';
import type { ReadValue, ValueRules } from './value.js';
import type { WalkedElement, XmlVisitor } from './xml-walk.js';

/** Thrown where reading on makes no sense: no message can be made out, or a limit is passed. */
export class ReadingStopped extends Error {
  readonly rule: ReadRule;
  readonly path: string;
  /** No single message can be named, so none can be confirmed. */
  readonly isNameless: boolean;

  constructor(rule: ReadRule, path: string, isNameless: boolean) {
    super(`${path}: ${rule}`);
    this.rule = rule;
    this.path = path;
    this.isNameless = isNameless;
  }
}

/**
 * Makes a canonical message of a walk through a body, by the edition's table; collects findings, what nobody knows, and
 * where the personal values lie.
 */
export class MessageReader implements XmlVisitor {
  readonly findings: Findings;
  readonly unknown: UnknownContent[] = [];
  readonly cutter: HoleCutter;
  version: string | undefined;
  kind: MessageKind | undefined;
  message: Properties | undefined;

  readonly #text: string;
  readonly #edition: CompiledEdition;
  readonly #limits: Limits;
  readonly #valueRules: ValueRules;
  readonly #sketch: Sketch | undefined;
  #frame: Frame | undefined;
  #leaf: Leaf | undefined;
  #skipped: { depth: number; from: number; path: string } | undefined;
  readonly #outline: Outline;
  /** The namespace that stands for ours, where the peer is known to use another. */
  #alien: string | undefined;
  #isBare = false;
  #depth = 0;
  #elements = 0;

  /** With a sketch, what decides between the editions is noted in it. */
  constructor(text: string, edition: CompiledEdition, options: ReaderOptions) {
    const { strictness, limits, sketch, outline = {} } = options;
    this.#text = text;
    this.#outline = outline;
    this.#edition = edition;
    this.#limits = limits;
    this.#valueRules = { edition: edition.edition, strictness, limits };
    this.#sketch = sketch;
    this.findings = new Findings(strictness);
    this.cutter = new HoleCutter(text);
  }

  open(element: WalkedElement): void {
    this.#depth += 1;
    if (this.#depth > this.#limits.depth) this.#stop(ReadRule.TooDeep, '', true);
    this.#countPiece();
    if (this.#skipped !== undefined) return;
    const frame = this.#frame;
    if (this.#depth === 1) this.#openRoot(element);
    else if (this.#depth === 2 && !this.#isBare) this.#openMessage(element);
    else if (frame !== undefined && this.#leaf === undefined) this.#openMember(element, frame);
    else this.#skipUnknown(element);
  }

  close(from: number, to: number): void {
    if (this.#skipped !== undefined) this.#closeSkipped(to);
    else if (this.#leaf !== undefined) this.#closeLeaf(this.#leaf, from);
    else if (this.#frame !== undefined && this.#depth > (this.#isBare ? 0 : 1))
      this.#closeStructure(this.#frame, to);
    this.#depth -= 1;
  }

  text(text: string, from: number, to: number): void {
    if (this.#skipped !== undefined || this.#depth === 0) return;
    if (this.#leaf !== undefined) {
      this.#leaf.text += text;
      return;
    }
    if (!notBlank.test(text)) return;
    this.findings.liberty({ warning: WarningCode.StrayText, rule: ReadRule.StrayText }, this.#path());
    this.#cutAside(from, to, this.#path());
  }

  aside(from: number, to: number): void {
    if (this.#skipped === undefined) this.#cutAside(from, to, this.#path());
  }

  #openRoot(element: WalkedElement): void {
    if (element.uri !== NAMESPACE && this.#outline.anyNamespace === true) {
      this.#alien = element.uri;
      this.findings.warn(WarningCode.NamespaceOther, '');
    }
    if (!this.#isOurs(element.uri)) this.#stop(ReadRule.RootUnknown, '', true);
    if (element.local !== ENVELOPE) return this.#openBare(element);
    const given = element.attributes.find(({ local }) => local === 'version')?.value ?? '';
    this.version = this.#attribute(element, {
      path: ENVELOPE,
      expected: 'version',
      privacy: /^[\w.-]{0,20}$/.test(given) ? 'open' : 'text',
    });
    if (this.version === undefined)
      this.findings.liberty({ warning: WarningCode.VersionMissing, rule: ReadRule.AttributeForm }, ENVELOPE);
  }

  /** A message that nothing stands around. Source: iso18626.md 7.1 nr. 8. */
  #openBare(element: WalkedElement): void {
    if (this.#outline.noEnvelope !== true || !this.#edition.messages.has(element.local))
      this.#stop(ReadRule.RootUnknown, '', true);
    this.#isBare = true;
    this.findings.warn(WarningCode.EnvelopeMissing, '');
    this.#openMessage(element);
  }

  #isOurs(uri: string): boolean {
    return uri === NAMESPACE || uri === this.#alien;
  }

  #openMessage(element: WalkedElement): void {
    if (!this.#isOurs(element.uri)) return this.#skipUnknown(element);
    const structure = this.#edition.messages.get(element.local);
    if (structure === undefined) {
      const local = element.local.toLowerCase();
      const isOtherCase = [...this.#edition.messages.keys()].some((name) => name.toLowerCase() === local);
      return this.#stop(isOtherCase ? ReadRule.ElementCase : ReadRule.MessageUnknown, '', true);
    }
    if (this.message !== undefined) this.#stop(ReadRule.TwoMessages, '', true);
    this.kind = structure.name as MessageKind;
    this.findings.isConfirmation = this.kind.endsWith('Confirmation');
    this.message = { kind: this.kind };
    this.#sketch?.element(this.kind);
    this.#attribute(element, { path: this.kind, privacy: 'open' });
    this.#frame = openFrame({
      parent: undefined,
      member: undefined,
      structure,
      target: this.message,
      privacy: 'open',
      from: element.from,
    });
  }

  #openMember(element: WalkedElement, frame: Frame): void {
    const member = this.#isOurs(element.uri) ? frame.structure.byName.get(element.local) : undefined;
    if (member === undefined) return this.#skipUnknown(element);
    const path = `${frame.path}/${member.name}`;
    this.#sketch?.element(path);
    this.#count(member, frame, path);
    if (!this.#isRoomFor(member, frame, path)) return this.#skipRepeated(element, path);
    const privacy = privacyOf(member, frame.privacy, frame.target);
    if (member.inner === undefined) return this.#openLeaf(element, { member, frame, path, privacy });
    this.#attribute(element, { path, privacy: 'open' });
    // A part of it may lie there already, from where an earlier edition has it.
    const begun = member.list ? undefined : frame.target[member.key];
    const target = (begun ?? {}) as Properties;
    const structure = member.inner;
    this.#frame = openFrame({ parent: frame, member, structure, target, privacy, from: element.from });
  }

  #openLeaf(element: WalkedElement, begun: Pick<Leaf, 'member' | 'frame' | 'path' | 'privacy'>): void {
    const { member, frame, path, privacy } = begun;
    const expected = member.type.kind === 'schemeValue' ? 'scheme' : undefined;
    const scheme = this.#attribute(element, { path, expected, privacy });
    if (scheme !== undefined) this.#scheme(member, path);
    this.#leaf = { member, frame, path, privacy, scheme, text: '', from: element.to, hasAside: false };
  }

  #scheme({ type }: CompiledMember, path: string): void {
    this.#sketch?.element(`${path}/@scheme`);
    if (type.kind === 'schemeValue' && type.isPlain)
      this.findings.liberty({ warning: WarningCode.OtherEdition, rule: ReadRule.AttributeForm }, path);
  }

  #count(member: CompiledMember, frame: Frame, path: string): void {
    const count = (frame.counts[member.order] ?? 0) + 1;
    frame.counts[member.order] = count;
    if (count > this.#limits.repeats) this.#stop(ReadRule.TooManyRepeats, path);
    if (member.order < frame.lastOrder && !frame.structure.choice)
      this.findings.liberty({ warning: WarningCode.ElementOrder, rule: ReadRule.ElementOrder }, path);
    frame.lastOrder = Math.max(frame.lastOrder, member.order);
    if (member.max > 0) return;
    if (this.findings.isStrict) this.#unknownElement(member.name, path);
    else this.findings.warn(WarningCode.OtherEdition, path);
  }

  /** Whether one more can be kept: always in a list, else only the first. */
  #isRoomFor(member: CompiledMember, frame: Frame, path: string): boolean {
    const count = frame.counts[member.order] ?? 0;
    if (member.list) {
      if (member.max > 0 && count > member.max)
        this.findings.liberty({ warning: WarningCode.ElementRepeated, rule: ReadRule.ElementRepeated }, path);
      return true;
    }
    // Under the name of another edition it may have come before.
    const isTaken = count > 1 || (!member.inner && targetOf(member, frame)[member.key] !== undefined);
    // Two of what must be there once: nobody can know which one is meant.
    if (isTaken && (member.min === 1 || this.findings.isStrict))
      this.findings.malformed(ReadRule.ElementRepeated, path);
    return !isTaken;
  }

  #closeLeaf(leaf: Leaf, to: number): void {
    this.#leaf = undefined;
    const { member, path } = leaf;
    this.#sketch?.leaf(path, member, leaf.text);
    const mayTell = member.urlIsText && (leaf.hasAside || isLink(leaf.text));
    const privacy = mayTell ? stricter(leaf.privacy, 'text') : leaf.privacy;
    if (privacy !== 'open') this.cutter.cut(leaf.from, to, { privacy, path });
    this.#keep(readValue(leaf.text, member, this.#valueRules), leaf, { path, isOpen: privacy === 'open' });
  }

  #keep(read: ReadValue, leaf: Leaf, { path, isOpen }: { path: string; isOpen: boolean }): void {
    const { member, frame } = leaf;
    if (read.is === 'fault') {
      frame.isBroken ||= member.min === 1;
      const error = { errorType: read.errorType, errorValue: isOpen ? read.errorValue : member.name };
      this.findings.fault({ path, rule: ReadRule.ValueUnusable, error });
      return;
    }
    if (read.warning !== undefined)
      this.findings.warn(read.warning, path, isOpen ? shown(leaf.text) : undefined);
    if (read.is === 'absent') return;
    const { value } = read;
    if (member.nonBlank && String(value).trim() === '') this.#blank(member, frame);
    else put(targetOf(member, frame), member, member.type.kind === 'schemeValue' ? svp(value, leaf) : value);
  }

  #closeStructure(frame: Frame, to: number): void {
    for (const member of missingMembers(frame)) this.#missing(member, frame);
    this.#frame = frame.parent;
    const { member, parent, target } = frame;
    if (member === undefined || parent === undefined) return;
    // What the message cannot be without stays, broken or not: a refusal echoes its parts.
    const isVital = parent.parent === undefined && member.min === 1;
    if (frame.isBroken && !isVital) this.#drop(member, frame, to);
    else if (member.nonBlank && hasBlank(target)) this.#blank(member, parent);
    else if (parent.target[member.key] !== target) put(targetOf(member, parent), member, target);
  }

  #drop(member: CompiledMember, frame: Frame, to: number): void {
    if (frame.parent !== undefined && member.min === 1) frame.parent.isBroken = true;
    this.unknown.push({ path: frame.path, raw: this.#text.slice(frame.from, to) });
    this.findings.warn(WarningCode.ElementDropped, frame.path);
  }

  #missing(member: CompiledMember, frame: Frame): void {
    const path = `${frame.path}/${member.name}`;
    if (member.whenMissing === undefined || this.findings.isStrict) {
      frame.isBroken = true;
      this.findings.malformed(ReadRule.ElementMissing, path);
      return;
    }
    this.findings.warn(WarningCode.ElementMissing, path);
    if (member.whenMissing === 'empty') frame.target[member.key] = {};
  }

  #blank(member: CompiledMember, frame: Frame): void {
    frame.isBroken = true;
    const error = { errorType: 'UnrecognisedDataValue', errorValue: member.name } as const;
    this.findings.fault({ path: `${frame.path}/${member.name}`, rule: ReadRule.ValueUnusable, error });
  }

  /** Its name may say anything, so no path repeats it. */
  #skipUnknown(element: WalkedElement): void {
    const name = shown(element.local);
    const path = this.#path('*');
    if (this.findings.isStrict) this.#unknownElement(name, path);
    else this.findings.warn(WarningCode.ElementUnknown, path, name);
    this.#skipped = { depth: this.#depth, from: element.from, path };
  }

  #skipRepeated(element: WalkedElement, path: string): void {
    this.findings.warn(WarningCode.ElementRepeated, path);
    this.#skipped = { depth: this.#depth, from: element.from, path };
  }

  #closeSkipped(to: number): void {
    const skipped = this.#skipped;
    if (skipped?.depth !== this.#depth) return;
    this.#skipped = undefined;
    this.unknown.push({ path: skipped.path, raw: this.#text.slice(skipped.from, to) });
    this.#cutAside(skipped.from, to, skipped.path);
  }

  #unknownElement(name: string, path: string): void {
    const error = { errorType: 'UnrecognisedDataElement', errorValue: name } as const;
    this.findings.fault({ path, rule: ReadRule.ElementUnknown, error });
  }

  /** Within a leaf that is a hole, or may become one, the leaf's own hole covers it. */
  #cutAside(from: number, to: number, path: string): void {
    this.#countPiece();
    const leaf = this.#leaf;
    if (leaf !== undefined && (leaf.privacy !== 'open' || leaf.member.urlIsText)) leaf.hasAside = true;
    else this.cutter.cut(from, to, { privacy: 'text', path });
  }

  #attribute(
    element: WalkedElement,
    { path, expected, privacy }: { path: string; expected?: string | undefined; privacy: Privacy },
  ): string | undefined {
    if (element.attributes.length === 0) return undefined;
    const { findings, cutter } = this;
    return readAttributes(element, { path, expected, privacy, findings, cutter });
  }

  /** Comments and the like count as elements: each may leave a hole. */
  #countPiece(): void {
    this.#elements += 1;
    if (this.#elements > this.#limits.elements) this.#stop(ReadRule.TooManyElements, this.#path());
  }

  #path(name?: string): string {
    const here = this.#leaf ? this.#leaf.path : (this.#frame?.path ?? '');
    if (name === undefined) return here;
    return here === '' ? name : `${here}/${name}`;
  }

  #stop(rule: ReadRule, path: string, isNameless = this.kind === undefined): never {
    throw new ReadingStopped(rule, path, isNameless);
  }
}

/** XML knows four blanks; JavaScript's `\s` a score more, which are text to a schema. */
const notBlank = /[^ \t\r\n]/;

function svp(value: unknown, { scheme }: Leaf): SchemeValue {
  return { value: String(value), ...(scheme && { scheme }) };
}
