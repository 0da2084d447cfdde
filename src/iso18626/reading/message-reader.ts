import { ENVELOPE, NAMESPACE, stricter } from '../edition.js';
import type { CompiledEdition, CompiledMember, CompiledStructure, Privacy } from '../edition.js';
import type { MessageKind, SchemeValue, UnknownContent } from '../message.js';
import { HoleCutter } from '../redaction.js';
import { readAttributes } from './attributes.js';
import { Findings } from './findings.js';
import { ReadRule, WarningCode } from './reading.js';
import type { Limits, Strictness } from './reading.js';
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

type Properties = Record<string, unknown>;

/** A structure that is open. `target` has canonical names only, never a peer's. */
interface Frame {
  name: string;
  member: CompiledMember | undefined;
  structure: CompiledStructure;
  target: Properties;
  privacy: Privacy;
  counts: number[];
  lastOrder: number;
  /** Something that it cannot be without is missing or unusable. */
  isBroken: boolean;
  from: number;
}

interface Leaf {
  member: CompiledMember;
  privacy: Privacy;
  text: string;
  scheme: string | undefined;
  from: number;
  /** A comment or unknown element in it: the hole of a value that may yet turn out personal covers it. */
  hasAside: boolean;
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
  readonly #frames: Frame[] = [];
  #leaf: Leaf | undefined;
  #skipped: { depth: number; from: number; path: string } | undefined;
  #depth = 0;
  #elements = 0;

  constructor(text: string, edition: CompiledEdition, options: { strictness: Strictness; limits: Limits }) {
    this.#text = text;
    this.#edition = edition;
    this.#limits = options.limits;
    this.#valueRules = { edition: edition.edition, ...options };
    this.findings = new Findings(options.strictness);
    this.cutter = new HoleCutter(text);
  }

  open(element: WalkedElement): void {
    this.#depth += 1;
    this.#elements += 1;
    if (this.#depth > this.#limits.depth) this.#stop(ReadRule.TooDeep, '', true);
    if (this.#elements > this.#limits.elements) this.#stop(ReadRule.TooManyElements);
    if (this.#skipped !== undefined) return;
    const frame = this.#frames.at(-1);
    if (this.#depth === 1) this.#openRoot(element);
    else if (this.#depth === 2) this.#openMessage(element);
    else if (frame !== undefined && this.#leaf === undefined) this.#openMember(element, frame);
    else this.#skipUnknown(element);
  }

  close(from: number, to: number): void {
    if (this.#skipped !== undefined) this.#closeSkipped(to);
    else if (this.#leaf !== undefined) this.#closeLeaf(this.#leaf, from);
    else if (this.#depth > 1) this.#closeStructure(to);
    this.#depth -= 1;
  }

  text(text: string, from: number, to: number): void {
    if (this.#skipped !== undefined || this.#depth === 0) return;
    if (this.#leaf !== undefined) {
      this.#leaf.text += text;
      return;
    }
    if (!/\S/.test(text)) return;
    this.findings.liberty({ warning: WarningCode.StrayText, rule: ReadRule.StrayText }, this.#path());
    this.#cutAside(from, to, this.#path());
  }

  aside(from: number, to: number): void {
    if (this.#skipped === undefined) this.#cutAside(from, to, this.#path());
  }

  #openRoot(element: WalkedElement): void {
    if (element.uri !== NAMESPACE || element.local !== ENVELOPE) this.#stop(ReadRule.RootUnknown, '', true);
    const given = element.attributes.find(({ local }) => local === 'version')?.value ?? '';
    this.version = this.#attribute(element, 'version', /^[\w.-]{0,20}$/.test(given) ? 'open' : 'text');
    if (this.version === undefined)
      this.findings.liberty({ warning: WarningCode.VersionMissing, rule: ReadRule.AttributeForm }, ENVELOPE);
  }

  #openMessage(element: WalkedElement): void {
    if (element.uri !== NAMESPACE) {
      this.#skipUnknown(element);
      return;
    }
    const structure = this.#edition.messages.get(element.local);
    if (structure === undefined) {
      const names = [...this.#edition.messages.keys()].map((name) => name.toLowerCase());
      const isOtherCase = names.includes(element.local.toLowerCase());
      return this.#stop(isOtherCase ? ReadRule.ElementCase : ReadRule.MessageUnknown, '', true);
    }
    if (this.message !== undefined) this.#stop(ReadRule.TwoMessages, '', true);
    this.kind = structure.name as MessageKind;
    this.findings.isConfirmation = this.kind.endsWith('Confirmation');
    this.message = { kind: this.kind };
    this.#attribute(element);
    this.#push(structure, { target: this.message, privacy: 'open', from: element.from });
  }

  #openMember(element: WalkedElement, frame: Frame): void {
    const member = element.uri === NAMESPACE ? frame.structure.byName.get(element.local) : undefined;
    if (member === undefined) return this.#skipUnknown(element);
    if (!this.#isWelcome(member, frame)) return this.#skip(element);
    const privacy = stricter(frame.privacy, member.privacy ?? 'open');
    if (member.inner === undefined) {
      const scheme = this.#attribute(
        element,
        member.type.kind === 'schemeValue' ? 'scheme' : undefined,
        privacy,
      );
      this.#leaf = { member, privacy, scheme, text: '', from: element.to, hasAside: false };
      return;
    }
    this.#attribute(element);
    // A part of it may lie there already, from where an earlier edition has it.
    const begun = member.list ? undefined : frame.target[member.key];
    this.#push(member.inner, { member, target: (begun ?? {}) as Properties, privacy, from: element.from });
  }

  /** Whether one more of it can be kept. Its order and count are noted. */
  #isWelcome(member: CompiledMember, frame: Frame): boolean {
    const path = this.#path(member.name);
    const count = (frame.counts[member.order] ?? 0) + 1;
    frame.counts[member.order] = count;
    if (count > this.#limits.repeats) this.#stop(ReadRule.TooManyRepeats, path);
    if (member.order < frame.lastOrder && !frame.structure.choice)
      this.findings.liberty({ warning: WarningCode.ElementOrder, rule: ReadRule.ElementOrder }, path);
    frame.lastOrder = Math.max(frame.lastOrder, member.order);
    if (member.max === 0) this.#otherEdition(member, path);
    const isTooMany = member.max > 0 && count > member.max;
    if (member.list) {
      if (isTooMany)
        this.findings.liberty({ warning: WarningCode.ElementRepeated, rule: ReadRule.ElementRepeated }, path);
      return true;
    }
    const isTaken = count > 1 || (!member.inner && this.#targetOf(member, frame)[member.key] !== undefined);
    // Two of what must be there once: nobody can know which one is meant.
    if (isTaken && (member.min === 1 || this.findings.isStrict))
      this.findings.malformed(ReadRule.ElementRepeated, path);
    return !isTaken;
  }

  #otherEdition(member: CompiledMember, path: string): void {
    if (this.findings.isStrict) this.#unknownElement(member.name, path);
    else this.findings.warn(WarningCode.OtherEdition, path);
  }

  #closeLeaf(leaf: Leaf, to: number): void {
    this.#leaf = undefined;
    const { member } = leaf;
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    const mayTell = member.urlIsText && (leaf.hasAside || isLink(leaf.text));
    const privacy = mayTell ? stricter(leaf.privacy, 'text') : leaf.privacy;
    const path = this.#path(member.name);
    if (privacy !== 'open') this.cutter.cut(leaf.from, to, { privacy, path });
    const read = readValue(leaf.text, member, this.#valueRules);
    if (read.is === 'fault') {
      frame.isBroken ||= member.min === 1;
      const errorValue = privacy === 'open' ? read.errorValue : member.name;
      this.findings.fault({
        path,
        rule: ReadRule.ValueUnusable,
        error: { errorType: read.errorType, errorValue },
      });
      return;
    }
    if (read.warning !== undefined)
      this.findings.warn(read.warning, path, privacy === 'open' ? shown(leaf.text) : undefined);
    if (read.is === 'absent') return;
    const value = member.type.kind === 'schemeValue' ? schemeValue(read, leaf.scheme) : read.value;
    if (member.nonBlank && typeof value === 'string' && value.trim() === '') this.#blank(member, frame);
    else put(this.#targetOf(member, frame), member, value);
  }

  #closeStructure(to: number): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    this.#checkRequired(frame);
    this.#frames.pop();
    const { member, target } = frame;
    const parent = this.#frames.at(-1);
    if (member === undefined || parent === undefined) return;
    const path = this.#path(member.name);
    // What the message cannot be without stays, broken or not: a refusal echoes its parts.
    if (frame.isBroken && !(this.#frames.length === 1 && member.min === 1)) {
      parent.isBroken ||= member.min === 1;
      this.unknown.push({ path, raw: this.#text.slice(frame.from, to) });
      this.findings.warn(WarningCode.ElementDropped, path);
      return;
    }
    if (
      member.nonBlank &&
      Object.values(target).some((value) => typeof value === 'string' && value.trim() === '')
    )
      this.#blank(member, parent);
    else if (parent.target[member.key] !== target) put(this.#targetOf(member, parent), member, target);
  }

  #checkRequired(frame: Frame): void {
    const { structure, counts, target } = frame;
    const isHere = (member: CompiledMember): boolean => (counts[member.order] ?? 0) > 0;
    const required = structure.members.filter(({ min }) => min === 1);
    const missing =
      structure.choice && required.some(isHere) ? [] : required.filter((member) => !isHere(member));
    for (const member of structure.choice ? missing.slice(0, 1) : missing) {
      const path = this.#path(member.name);
      if (member.whenMissing === undefined || this.findings.isStrict) {
        frame.isBroken = true;
        this.findings.malformed(ReadRule.ElementMissing, path);
        continue;
      }
      this.findings.warn(WarningCode.ElementMissing, path);
      if (member.whenMissing === 'empty') target[member.key] = {};
    }
  }

  #blank(member: CompiledMember, frame: Frame): void {
    frame.isBroken = true;
    const error = { errorType: 'UnrecognisedDataValue', errorValue: member.name } as const;
    this.findings.fault({ path: this.#path(member.name), rule: ReadRule.ValueUnusable, error });
  }

  #skipUnknown(element: WalkedElement): void {
    const path = this.#path(shown(element.local));
    if (this.findings.isStrict) this.#unknownElement(shown(element.local), path);
    else this.findings.warn(WarningCode.ElementUnknown, path);
    this.#skipped = { depth: this.#depth, from: element.from, path };
  }

  #skip(element: WalkedElement): void {
    const path = this.#path(element.local);
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
    const leaf = this.#leaf;
    if (leaf !== undefined && (leaf.privacy !== 'open' || leaf.member.urlIsText)) leaf.hasAside = true;
    else this.cutter.cut(from, to, { privacy: 'text', path });
  }

  #attribute(element: WalkedElement, expected?: string, privacy: Privacy = 'open'): string | undefined {
    if (element.attributes.length === 0) return undefined;
    const path = this.#depth === 1 ? ENVELOPE : this.#path(element.local);
    const { findings, cutter } = this;
    return readAttributes(element, { ...(expected && { expected }), privacy, path, findings, cutter });
  }

  #push(
    structure: CompiledStructure,
    { member, ...rest }: { member?: CompiledMember; target: Properties; privacy: Privacy; from: number },
  ): void {
    const name = member?.name ?? structure.name;
    this.#frames.push({ name, member, structure, counts: [], lastOrder: -1, isBroken: false, ...rest });
  }

  /** The object that the member's value goes to: the frame's own, or one beside it where the member moved. */
  #targetOf(member: CompiledMember, frame: Frame): Properties {
    if (member.beside === undefined) return frame.target;
    const parent = this.#frames[this.#frames.indexOf(frame) - 1];
    if (parent === undefined) throw new Error(`${member.name} has nothing beside it`);
    return (parent.target[member.beside] ??= {}) as Properties;
  }

  #path(name?: string): string {
    const names = this.#frames.map((frame) => frame.name);
    if (this.#leaf !== undefined) names.push(this.#leaf.member.name);
    if (name !== undefined) names.push(name);
    return names.join('/');
  }

  #stop(rule: ReadRule, path = this.#path(), isNameless = this.kind === undefined): never {
    throw new ReadingStopped(rule, path, isNameless);
  }
}

function schemeValue({ value }: ReadValue & { is: 'value' }, scheme: string | undefined): SchemeValue {
  return { value: String(value), ...(scheme && { scheme }) };
}

function put(target: Properties, member: CompiledMember, value: unknown): void {
  if (!member.list) target[member.key] = value;
  else if (Array.isArray(target[member.key])) (target[member.key] as unknown[]).push(value);
  else target[member.key] = [value];
}
