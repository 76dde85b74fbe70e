import type { Log, Memory, Owner } from '../../connector';
import { ResponseError } from '../http/response-error';
import { findOwner } from './find-owner';

/** Somebody leads can belong to; `login` in lower case. */
export interface KnownOwner {
  id: string;
  login: string;
  name: string;
}

const NAME = 'owners';
/** People join and leave; an hour of not knowing is harmless, the default owner serves meanwhile. */
const TTL_MS = 3_600_000;

/** Where the list is kept, and who gets what nobody is given to. */
interface OwnerListContext {
  memory: Memory;
  call: { log: Pick<Log, 'warn'> };
  settings: { defaultOwner?: string };
}

/**
 * Where the CRM tells all its users at once: one request an hour serves every login, without regard to case. Where they are
 * hidden, leads have no owner but the default one, given as an id; they are saved all the same.
 */
export class OwnerList {
  constructor(
    private readonly context: OwnerListContext,
    /** Asks for all active users. */
    private readonly readAll: () => Promise<KnownOwner[]>,
    /** Told where the credential may not see them. */
    private readonly whyHidden: string,
  ) {}

  async find(logins: readonly string[]): Promise<ReadonlyMap<string, Owner>> {
    const owners = await this.load();
    const found = logins.flatMap((login): [string, Owner][] => {
      const owner = owners.find(({ id, login: known }) => known === login.toLowerCase() || id === login);
      return owner ? [[login, { id: owner.id, name: owner.name }]] : [];
    });
    return new Map(found);
  }

  /** Undefined for somebody who has left. */
  async nameOf(ownerId: string): Promise<string | undefined> {
    return (await this.load()).find((owner) => owner.id === ownerId)?.name;
  }

  /** As `nameOf`, from what is remembered alone: the CRM is not asked. */
  async rememberedName(ownerId: string): Promise<string | undefined> {
    return (await this.kept())?.find((owner) => owner.id === ownerId)?.name;
  }

  /**
   * Whom to give what the CRM did not let `refused` have: the default owner, if there is another one. Whoever was refused
   * has left, so the kept list does not name them any more.
   */
  async insteadOf(refused: string): Promise<string | undefined> {
    const { memory, settings } = this.context;
    const kept = await this.kept();
    const others = kept?.filter(({ id }) => id !== refused);
    if (others && others.length < kept!.length) await memory.put(NAME, others, TTL_MS);
    const owner = await findOwner((logins) => this.find(logins), [], settings.defaultOwner);
    return owner && owner.id !== refused ? owner.id : undefined;
  }

  private async load(): Promise<KnownOwner[]> {
    const kept = await this.kept();
    if (kept) return kept;
    const owners = await this.read();
    await this.context.memory.put(NAME, owners, TTL_MS);
    return owners;
  }

  private async read(): Promise<KnownOwner[]> {
    try {
      return await this.readAll();
    } catch (error) {
      if (!(error instanceof ResponseError) || error.status !== 403 || error.isBusy) throw error;
      this.context.call.log.warn(this.whyHidden, { status: 403 });
      const id = this.context.settings.defaultOwner;
      return id && /^\d+$/.test(id) ? [{ id, login: id, name: id }] : [];
    }
  }

  private async kept(): Promise<KnownOwner[] | undefined> {
    const kept = await this.context.memory.get(NAME);
    return Array.isArray(kept) ? (kept as KnownOwner[]) : undefined;
  }
}
