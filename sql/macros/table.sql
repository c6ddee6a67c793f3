{#- A table is replaced at once, as nobody reads the build file; dbt's own way takes six statements. -#}
{% materialization table, adapter='duckdb' -%}
{% set former = load_cached_relation(this) -%}
{% if former and not former.is_table -%}
{{ adapter.drop_relation(former) }}
{% endif -%}
{{ run_hooks(pre_hooks) }}
{% call statement('main') -%}
create or replace table {{ this }} as ({{ sql }})
{%- endcall %}
{{ run_hooks(post_hooks) }}
{{ adapter.commit() }}
{{ return({'relations': [this.incorporate(type='table')]}) }}
{%- endmaterialization %}
