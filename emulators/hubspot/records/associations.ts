import { associationType, associationTypeFrom, type AssociationType } from './association-types';
import { invalidAssociations, invalidJson } from '../http/errors';
import type { ObjectType } from './object-types';
import type { Records } from './records';
import type { HubSpotState } from './state';

/** One connection a creation asks for. */
export interface WantedAssociation {
  toId: string;
  type: AssociationType;
}

/** Connections between records; each is kept once and seen from both ends. */
export class Associations {
  constructor(
    private readonly state: HubSpotState,
    private readonly records: Records,
  ) {}

  /**
   * Reads the `associations` of a creation: `to.id` as text or number, types that fit the pair, targets that exist.
   * @throws HubSpotError 400 naming all that is wrong.
   */
  wanted(from: ObjectType, given: unknown): WantedAssociation[] {
    if (given === undefined || given === null) return [];
    if (!Array.isArray(given)) throw invalidJson('Cannot deserialize value of type `java.util.List`');
    const problems: string[] = [];
    const wanted = (given as unknown[]).flatMap((entry) => {
      const { to, types } = readEntry(entry);
      return types.flatMap(({ category, typeId }) => {
        const type = category === 'HUBSPOT_DEFINED' ? associationTypeFrom(from.name, typeId) : undefined;
        if (!type) {
          problems.push(
            `${category} association type ${typeId} does not exist from object type ${from.typeId}`,
          );
          return [];
        }
        const target = this.records.get(type.to, to);
        if (!target || target.archived) {
          problems.push(`No ${singular(type.to)} with ID ${to} exists. Please change to a valid ID.`);
          return [];
        }
        return [{ toId: target.id, type }];
      });
    });
    if (problems.length > 0) throw invalidAssociations(problems);
    return wanted;
  }

  connect({ from, to, typeId }: AssociationType, fromId: string, toId: string): void {
    const known = this.of(from, fromId, to).some(
      (entry) => entry.toId === toId && entry.type.typeId === typeId,
    );
    if (!known) this.state.associations.push({ fromType: from, fromId, toType: to, toId, typeId });
  }

  disconnect(type: string, id: string): void {
    this.state.associations = this.state.associations.filter(
      ({ fromType, fromId, toType, toId }) =>
        !(fromType === type && fromId === id) && !(toType === type && toId === id),
    );
  }

  /** The living records of one type a record is connected with, oldest connection first. */
  of(from: string, fromId: string, to: string): WantedAssociation[] {
    return this.state.associations
      .flatMap((entry) => {
        if (entry.fromType === from && entry.fromId === fromId && entry.toType === to) {
          return [{ toId: entry.toId, type: associationType(from, to, entry.typeId)! }];
        }
        if (entry.toType === from && entry.toId === fromId && entry.fromType === to) {
          const forward = associationType(to, from, entry.typeId)!;
          return [{ toId: entry.fromId, type: associationType(from, to, forward.inverseId)! }];
        }
        return [];
      })
      .filter(({ toId }) => this.records.get(to, toId)?.archived === false);
  }
}

interface Entry {
  to: string;
  types: { category: string; typeId: number }[];
}

function readEntry(entry: unknown): Entry {
  const { to, types } = (entry ?? {}) as { to?: { id?: unknown }; types?: unknown };
  const id = to?.id;
  if ((typeof id !== 'string' && typeof id !== 'number') || !Array.isArray(types) || types.length === 0) {
    throw invalidJson(
      'Cannot build PublicAssociationsForObject, some of required attributes are not set [to, types]',
    );
  }
  return {
    to: String(id),
    types: (types as unknown[]).map((type) => {
      const { associationCategory, associationTypeId } = (type ?? {}) as Record<string, unknown>;
      if (typeof associationCategory !== 'string' || !Number.isInteger(Number(associationTypeId))) {
        throw invalidJson(
          'Cannot build AssociationSpec, some of required attributes are not set [associationCategory, associationTypeId]',
        );
      }
      return { category: associationCategory, typeId: Number(associationTypeId) };
    }),
  };
}

function singular(type: string): string {
  return type === 'companies' ? 'company' : type.slice(0, -1);
}
