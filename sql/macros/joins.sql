{#- Rows that agree in all these columns; two empty ones agree. -#}
{% macro same(columns, one, another) -%}
{% for column in columns.split(', ') -%}
{{ one }}.{{ column }} is not distinct from {{ another }}.{{ column }}{{ ' and ' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{#- These columns of one table. -#}
{% macro qualified(columns, table) -%}
{% for column in columns.split(', ') %}{{ table }}.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}
