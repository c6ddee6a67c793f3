{#- The value of an indicator in percent or in another unit; on the funnel's own basis and in 件 first. -#}
{% macro claimed(indicator, percent=false) -%}
arg_max(value, (basis = funnel_basis, coalesce(unit = '件', false), unit)) filter (
    where indicator = '{{ indicator }}' and unit is {{ 'not ' if percent }}distinct from '%'
)
{%- endmacro %}

{#- A part in percent of its whole; null where it exceeds the whole. -#}
{% macro rate(part, whole) -%}
case when {{ part }} <= {{ whole }} then 100 * {{ part }} / nullif({{ whole }}, 0) end
{%- endmacro %}

{#- Points between a rate given and the one that follows from exact counts; a share may be of the completed too. -#}
{% macro gap(name, part, whole, given) -%}
case
    when not list_has_any(approximate, ['proposals_{{ part }}', 'proposals_{{ whole }}', '{{ given }}'])
        then least(
            abs({{ name }}_given - {{ name }}_computed),
            {{ "abs(" ~ name ~ "_given - " ~ rate(part, 'completed') ~ ")" if 'share' in name else 'null' }}
        )
end
{%- endmacro %}
