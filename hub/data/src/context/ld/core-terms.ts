/**
 * The core @context of NGSI-LD (GS CIM 009 Annex B), written as tables. Its terms win over every user context and
 * names without a definition fall into its @vocab.
 */

export const NGSI_LD = 'https://uri.etsi.org/ngsi-ld/'
/** What a name without any definition expands to. */
export const DEFAULT_VOCAB = `${NGSI_LD}default-context/`
const GEOJSON = 'https://purl.org/geojson/vocab#'
const DCTERMS = 'http://purl.org/dc/terms/'

/** Any published version of the core context is the core context. */
export const CORE_URL = `${NGSI_LD}v1/ngsi-ld-core-context-v1.9.jsonld`
export const isCoreUrl = (url: string): boolean =>
  /^https?:\/\/uri\.etsi\.org\/ngsi-ld\/v1\/ngsi-ld-core-context(-v\d+\.\d+(\.\d+)?)?\.jsonld$/.test(url)

type Coercion = 'DateTime' | '@id' | '@vocab' | '@json' | '@list' | '@index' | '@language' | '@set' | 'vocabulary'

const words = (text: string): string[] => text.trim().split(/\s+/)

/** Terms whose IRI is NGSI_LD + term. */
const PLAIN: [Coercion | null, string][] = [
  [
    null,
    `Attribute AttributeList ContextSourceIdentity ContextSourceNotification ContextSourceRegistration Date DateTime EntityMap
     EntityType EntityTypeInfo EntityTypeList ExecutionResultDetails GeoProperty JsonProperty LanguageProperty ListProperty
     ListRelationship Notification Property Relationship Snapshot SnapshotNotification Subscription TemporalProperty Time
     VocabProperty accept aggrParams aggrMethods aggrPeriodDuration attributeCount attributeDetails attrs cacheDuration collation
     contextSourceAlias contextSourceInfo contextSourceUptime cooldown csf data detail endpoint entities entity entityCount error
     errors expandValues format geoQ geoproperty georel idPattern information isActive join jsonKeys jsonldContext lang lastN
     linkedMaps localOnly location management managementInterval mode ngsildConformance notification notificationTrigger
     notifierInfo notUpdated observationInterval observationSpace omit operations operationSpace ordering pick q reason
     receiverInfo refreshRate registrationId registrationName resultStatus scope scopeQ showChanges snapshotId snapshotLifetime
     snapshotPriority snapshotStatus status subscriptionName sysAttrs temporalQ throttling timeInterval timeout timeproperty
     timerel timesFailed timesSent triggerReason unchanged unitCode updated uri`,
  ],
  [
    'DateTime',
    `contextSourceTimeAt createdAt deletedAt endAt endTimeAt expiresAt lastFailure lastNotification lastSuccess lastUsedAt
     modifiedAt notifiedAt observedAt startAt timeAt`,
  ],
  ['@id', 'datasetId entityId instanceId subscriptionId success tenant'],
  [
    '@vocab',
    `attributeList attributeName attributeNames attributeTypes attributes propertyNames relationshipNames typeList typeName
     typeNames watchedAttributes`,
  ],
  ['@json', 'contextSourceExtras problemDetails'],
  [
    '@list',
    `avg distinctCount entityList jsons max min orderBy snapshotQueries snapshotQueriesDetails snapshotTemporalQueries
     snapshotTemporalQueriesDetails stddev sum sumsq totalCount`,
  ],
]

/** Terms whose IRI is named otherwise. */
const NAMED: Record<string, [iri: string, coercion?: Coercion]> = {
  containedBy: ['isContainedBy'],
  dataset: ['hasDataset', '@index'],
  entityMap: ['hasEntityMap', '@index'],
  entityMapLifetime: ['hasEntityMapLifetime'],
  joinLevel: ['hasJoinLevel'],
  json: ['hasJSON', '@json'],
  key: ['hasKey'],
  languageMap: ['hasLanguageMap', '@language'],
  languageMaps: ['hasLanguageMaps', '@list'],
  object: ['hasObject', '@id'],
  objectList: ['hasObjectList', '@list'],
  objectLists: ['hasObjectLists', '@list'],
  objects: ['hasObjects', '@list'],
  objectType: ['hasObjectType', '@vocab'],
  previousJson: ['hasPreviousJson', '@json'],
  previousLanguageMap: ['hasPreviousLanguageMap', '@language'],
  previousObject: ['hasPreviousObject', '@id'],
  previousObjectList: ['hasPreviousObjectList', '@list'],
  previousValue: ['hasPreviousValue'],
  previousValueList: ['hasPreviousValueList', '@list'],
  previousVocab: ['hasPreviousVocab', '@vocab'],
  splitEntities: ['hasSplitEntities'],
  value: ['hasValue'],
  valueList: ['hasValueList', '@list'],
  valueLists: ['hasValueLists', '@list'],
  values: ['hasValues', '@list'],
  valueType: ['hasValueType', '@vocab'],
  vocab: ['hasVocab', '@vocab'],
  vocabs: ['hasVocabs', '@list'],
}

const GEO_TERMS = words(
  'Feature FeatureCollection GeometryCollection LineString MultiLineString MultiPoint MultiPolygon Point Polygon geometry properties',
)

const definition = (iri: string, coercion?: Coercion | null): string | Record<string, string> => {
  if (!coercion) return iri
  if (coercion === 'DateTime') return { '@id': iri, '@type': 'DateTime' }
  if (coercion === '@list' || coercion === '@index' || coercion === '@language' || coercion === '@set')
    return { '@id': iri, '@container': coercion }
  return { '@id': iri, '@type': coercion }
}

const build = (): Record<string, unknown> => {
  const context: Record<string, unknown> = {
    '@version': 1.1,
    '@protected': true,
    'ngsi-ld': NGSI_LD,
    geojson: GEOJSON,
    id: '@id',
    type: '@type',
  }
  for (const [coercion, names] of PLAIN) for (const name of words(names)) context[name] = definition(`ngsi-ld:${name}`, coercion)
  for (const [name, [iri, coercion]] of Object.entries(NAMED)) context[name] = definition(`ngsi-ld:${iri}`, coercion)
  for (const name of GEO_TERMS) context[name] = `geojson:${name}`
  context.bbox = definition('geojson:bbox', '@list')
  context.coordinates = definition('geojson:coordinates', '@list')
  context.features = definition('geojson:features', '@set')
  context.description = `${DCTERMS}description`
  context.title = `${DCTERMS}title`
  context.langString = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#langString'
  context.ngsildproof = {
    '@id': 'ngsi-ld:ngsildproof',
    '@context': [
      {
        entityIdSealed: 'ngsi-ld:entityIdSealed',
        entityTypeSealed: { '@id': 'ngsi-ld:entityTypeSealed', '@type': '@vocab' },
      },
      'https://w3id.org/security/data-integrity/v2',
    ],
  }
  context['@vocab'] = DEFAULT_VOCAB
  return context
}

/** The core context as a document; also what is served for its URL. */
export const CORE_CONTEXT = build()

/** Core term → IRI. */
export const CORE_TERMS: ReadonlyMap<string, string> = new Map(
  Object.entries(CORE_CONTEXT)
    .filter(([name]) => !name.startsWith('@'))
    .map(([name, value]) => {
      const iri = typeof value === 'string' ? value : (value as { '@id': string })['@id']
      return [name, iri.replace(/^ngsi-ld:/, NGSI_LD).replace(/^geojson:/, GEOJSON)]
    }),
)
