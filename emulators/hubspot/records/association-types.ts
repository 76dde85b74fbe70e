/** How two kinds of records can be connected. */
export interface AssociationType {
  from: string;
  to: string;
  typeId: number;
  /** The same connection seen from the other end. */
  inverseId: number;
  label: string | null;
}

/** HubSpot docs: Associations API, association type id values. The first of a pair is its default. */
const DEFINED: [from: string, to: string, typeId: number, inverseId: number, label?: string][] = [
  ['notes', 'contacts', 202, 201],
  ['notes', 'companies', 190, 189],
  ['notes', 'deals', 214, 213],
  ['notes', 'leads', 855, 854],
  ['tasks', 'contacts', 204, 203],
  ['tasks', 'companies', 192, 191],
  ['tasks', 'deals', 216, 215],
  ['tasks', 'leads', 647, 646],
  ['calls', 'contacts', 194, 193],
  ['calls', 'companies', 182, 181],
  ['calls', 'deals', 206, 205],
  ['meetings', 'contacts', 200, 199],
  ['deals', 'contacts', 3, 4],
  ['deals', 'companies', 341, 342],
  ['deals', 'companies', 5, 6, 'Primary'],
  ['contacts', 'companies', 279, 280],
  ['contacts', 'companies', 1, 2, 'Primary'],
  ['contacts', 'contacts', 449, 449],
  ['leads', 'contacts', 608, 607],
  ['leads', 'contacts', 578, 577, 'Primary'],
  ['leads', 'companies', 610, 609],
  ['leads', 'companies', 580, 579, 'Primary'],
];

const ASSOCIATION_TYPES: AssociationType[] = DEFINED.flatMap(
  ([from, to, typeId, inverseId, label = null]) => {
    const forward = { from, to, typeId, inverseId, label };
    return from === to
      ? [forward]
      : [forward, { from: to, to: from, typeId: inverseId, inverseId: typeId, label }];
  },
);

export const LEAD_TO_PRIMARY_CONTACT = 578;

/** @returns undefined when the id belongs to another pair of types, or to none. */
export function associationType(from: string, to: string, typeId: number): AssociationType | undefined {
  return ASSOCIATION_TYPES.find((type) => type.from === from && type.to === to && type.typeId === typeId);
}

/** Which target type an id leads to from one type: a creation names the id and the record, not the type. */
export function associationTypeFrom(from: string, typeId: number): AssociationType | undefined {
  return ASSOCIATION_TYPES.find((type) => type.from === from && type.typeId === typeId);
}

export function defaultAssociationType(from: string, to: string): AssociationType | undefined {
  return ASSOCIATION_TYPES.find((type) => type.from === from && type.to === to);
}
