-- The tables of the four stages in the build file. Descriptions of every column: etl/warehouse/columns.yaml.
-- Spans named span_* count in raw.documents.text, spans named text_* in normalized.documents.text; both are
-- half open, in code points. input_sha256 and version say what a row was made of and by which code and rules.

create schema if not exists raw;
create schema if not exists normalized;
create schema if not exists segmented;
create schema if not exists indicator;
create schema if not exists lineage;

create table if not exists raw.documents (
    document_id varchar not null,
    sha256 varchar not null,
    size bigint not null,
    encoding varchar not null,
    format varchar not null,
    text varchar not null,
    text_sha256 varchar not null,
    version varchar not null
);

create table if not exists raw.sources (
    document_id varchar not null,
    source_path varchar not null,
    source_row integer,
    url varchar,
    sample boolean not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    vanished date
);

create table if not exists raw.rejected (
    source_path varchar not null,
    source_row integer,
    document_id varchar,
    stage varchar not null,
    reason varchar not null,
    message varchar not null,
    size bigint
);

create table if not exists raw.files (
    source_path varchar not null,
    sha256 varchar not null,
    version varchar not null
);

create table if not exists normalized.documents (
    document_id varchar not null,
    source_path varchar not null,
    source_row integer,
    url varchar,
    sample boolean not null,
    text varchar not null,
    committee varchar,
    level varchar,
    province varchar,
    adcode varchar,
    published date,
    report_year integer,
    title varchar,
    script varchar not null,
    genre varchar not null,
    of_genre boolean not null,
    outlet varchar,
    speaker varchar,
    meeting varchar,
    annotations integer not null,
    headline struct("start" integer, "end" integer)[] not null,
    text_headline struct("start" integer, "end" integer)[] not null,
    furniture struct("start" integer, "end" integer)[] not null,
    damage struct("start" integer, "end" integer, intended varchar, proof varchar)[] not null,
    evidence struct(fact varchar, "start" integer, "end" integer)[] not null,
    doubts varchar[] not null,
    offsets struct("start" integer, "end" integer, source_start integer, source_end integer)[] not null,
    classes struct("start" integer, "end" integer, class varchar)[] not null,
    fingerprint blob,
    input_sha256 varchar not null,
    version varchar not null
);

create table if not exists normalized.families (
    document_id varchar not null,
    family_id varchar not null,
    canonical boolean not null
);

create table if not exists segmented.sentences (
    sentence_id varchar not null,
    document_id varchar not null,
    position integer not null,
    text varchar not null,
    kind varchar not null,
    paragraph integer not null,
    heading varchar not null,
    span_start integer not null,
    span_end integer not null,
    text_start integer not null,
    text_end integer not null,
    tokens struct("text" varchar, "start" integer, "end" integer)[] not null,
    input_sha256 varchar not null,
    version varchar not null
);

create or replace view segmented.tokens as
select
    sentence_id,
    document_id,
    position,
    unnest(tokens)."text" as token,
    unnest(tokens)."start" as token_start,
    unnest(tokens)."end" as token_end
from segmented.sentences;

create table if not exists indicator.observations (
    observation_id varchar not null,
    document_id varchar not null,
    sentence_id varchar not null,
    indicator varchar not null,
    value double not null,
    value_high double,
    unit varchar,
    qualifier varchar not null,
    status varchar not null,
    period integer,
    basis varchar not null,
    scope varchar not null,
    breakdown varchar,
    programme varchar,
    subject varchar not null,
    quantity varchar not null,
    span_start integer not null,
    span_end integer not null,
    text_start integer not null,
    text_end integer not null,
    rule varchar not null,
    doubts varchar[] not null,
    input_sha256 varchar not null,
    version varchar not null
);

create table if not exists indicator.numerals (
    document_id varchar not null,
    span_start integer not null,
    span_end integer not null,
    text varchar not null,
    reason varchar not null,
    input_sha256 varchar not null,
    version varchar not null
);

create table if not exists indicator.catalogue (
    code varchar not null,
    family varchar not null,
    name_zh varchar not null,
    name_en varchar not null,
    unit_class varchar not null,
    definition varchar not null
);

-- One row a stage and document: what was computed, from what, by which version, and why it was done (again).
create table if not exists lineage.work (
    stage varchar not null,
    document_id varchar not null,
    input_sha256 varchar not null,
    version varchar not null,
    output_sha256 varchar,
    row_count integer not null,
    rejected varchar,
    because varchar not null
);

-- The files and libraries that a version of a stage stands for.
create table if not exists lineage.versions (
    stage varchar not null,
    version varchar not null,
    part varchar not null,
    sha256 varchar not null
);

create table if not exists lineage.state (key varchar not null, value varchar not null);

-- The documents that have a living source, each with the one source that names it: the first by path.
create or replace view raw.live as
select
    document_id,
    first(source_path order by source_path, source_row nulls first) as source_path,
    first(source_row order by source_path, source_row nulls first) as source_row,
    first(url order by source_path, source_row nulls first) as url,
    first(sample order by source_path, source_row nulls first) as sample
from raw.sources
where vanished is null
group by document_id;
